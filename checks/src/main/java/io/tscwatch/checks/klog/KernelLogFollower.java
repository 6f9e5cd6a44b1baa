package io.tscwatch.checks.klog;

import io.tscwatch.checks.klog.MessageTable.Lookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Understands a log line by line, as it grows. An event is given when its last line is known to
 * have come: for a report of several lines, when another message about the TSC follows, or after
 * {@value #MAX_GAP_LINES} lines of others, or at {@link #flush}. Whoever follows a live log calls
 * {@code flush} when it has been silent for a moment.
 *
 * <pre>{@code
 * KernelLogFollower follower = new KernelLogFollower();
 * for (String line; (line = reader.readLine()) != null; ) {
 *   follower.accept(line).forEach(this::show);
 * }
 * follower.flush().forEach(this::show);
 * }</pre>
 *
 * <p>Never throws, whatever the lines contain. Events come in the order of their lines. Not safe
 * for use by many threads at once.
 */
public final class KernelLogFollower {

  /** Other CPUs' messages may stand between the lines of one report. */
  private static final int MAX_GAP_LINES = 16;

  /** A line that was wrapped, or broken by mail, is put together of at most so many. */
  private static final int MAX_JOINED_LINES = 4;

  private static final List<String> HYPERVISOR_NAMED =
      List.of("Hypervisor detected: ", "Booting paravirtualized kernel on ");

  /** How lines begin that only a guest of that hypervisor prints. */
  private static final Map<String, String> GUEST_LINES =
      Map.of("kvm-clock: ", "KVM", "Hyper-V: ", "Hyper-V");

  private long lines;
  private Optional<Report> report = Optional.empty();
  private int gapLines;
  private Optional<LogLine> broken = Optional.empty();
  private int joinedLines;
  private Optional<String> hypervisor = Optional.empty();

  /** The next line, as the log shows it. */
  public List<KernelEvent> accept(String rawLine) {
    lines++;
    return accept(LogPrefix.strip(lines, rawLine));
  }

  /**
   * The next line, from a log that keeps prefix and message apart.
   *
   * @param message the kernel's message, without prefix
   * @param bootNanos when it was printed, if that is known
   */
  public List<KernelEvent> acceptMessage(String message, OptionalLong bootNanos) {
    lines++;
    LogLine bare = LogPrefix.strip(lines, message);
    return accept(new LogLine(lines, bootNanos, bare.stamp(), true, bare.softBreak(), bare.text()));
  }

  /** Counts a line that holds nothing for the classifier, so that numbers stay right. */
  public void skipLine() {
    lines++;
  }

  /** The events that were still waiting for lines to come. */
  public List<KernelEvent> flush() {
    broken = Optional.empty();
    return close();
  }

  /** The hypervisor that the kernel said it runs on, if the log so far has that line. */
  public Optional<String> hypervisor() {
    return hypervisor;
  }

  private List<KernelEvent> accept(LogLine line) {
    if (broken.isPresent()) {
      LogLine start = broken.get();
      broken = Optional.empty();
      Optional<List<KernelEvent>> joined = joined(start, line);
      if (joined.isPresent()) {
        return joined.get();
      }
    }
    joinedLines = 1;
    Lookup lookup = MessageTable.lookup(line.text());
    if (lookup instanceof Lookup.Incomplete || (line.softBreak() && isFound(lookup))) {
      broken = Optional.of(line);
      return List.of();
    }
    return lookup instanceof Lookup.Found found ? understood(line, found.fragment()) : other(line);
  }

  private static boolean isFound(Lookup lookup) {
    return lookup instanceof Lookup.Found;
  }

  /** The two lines as one message, or as the beginning of one; empty if they are neither. */
  private Optional<List<KernelEvent>> joined(LogLine start, LogLine rest) {
    if (rest.prefixed() || joinedLines >= MAX_JOINED_LINES) {
      return Optional.empty();
    }
    if (rest.text().isEmpty()) {
      // Mail encodes the space at the end of a wrapped line as a line of its own.
      broken = start.softBreak() ? Optional.of(start.with(start.text(), false)) : Optional.empty();
      return broken.map(line -> List.of());
    }
    String near = start.text() + rest.text();
    String apart = start.text() + " " + rest.text();
    // Mail breaks words, people and editors break at spaces.
    List<String> ways = start.softBreak() ? List.of(near, apart) : List.of(apart, near);
    Optional<LogLine> longer = Optional.empty();
    for (String text : ways) {
      Lookup lookup = MessageTable.lookup(text);
      LogLine line = start.with(text, rest.softBreak());
      if (lookup instanceof Lookup.Found found && !rest.softBreak()) {
        return Optional.of(understood(line, found.fragment()));
      }
      if (longer.isEmpty() && !(lookup instanceof Lookup.Unknown)) {
        longer = Optional.of(line);
      }
    }
    broken = longer;
    joinedLines++;
    return longer.map(line -> List.of());
  }

  private List<KernelEvent> understood(LogLine line, Fragment fragment) {
    gapLines = 0;
    if (report.isPresent() && report.get().absorb(line, fragment)) {
      return List.of();
    }
    List<KernelEvent> events = new ArrayList<>(close());
    if (fragment instanceof Fragment.Whole whole) {
      events.add(Report.event(line, whole, line.text()));
    } else {
      report = Report.begin(line, fragment);
    }
    return events;
  }

  private List<KernelEvent> other(LogLine line) {
    noteHypervisor(line.text());
    gapLines++;
    return gapLines > MAX_GAP_LINES ? close() : List.of();
  }

  private void noteHypervisor(String text) {
    for (String beginning : HYPERVISOR_NAMED) {
      if (text.startsWith(beginning) && !text.endsWith("bare hardware")) {
        hypervisor = Optional.of(text.substring(beginning.length()));
      }
    }
    GUEST_LINES.forEach(
        (beginning, name) -> {
          if (hypervisor.isEmpty() && text.startsWith(beginning)) {
            hypervisor = Optional.of(name);
          }
        });
  }

  private List<KernelEvent> close() {
    List<KernelEvent> events = report.map(Report::events).orElse(List.of());
    report = Optional.empty();
    return events;
  }
}
