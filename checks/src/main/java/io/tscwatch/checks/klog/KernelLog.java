package io.tscwatch.checks.klog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A whole log at once. A log that grows is for {@link KernelLogFollower}. */
public final class KernelLog {

  private KernelLog() {}

  /**
   * Everything that the log says about the TSC, in its order.
   *
   * @param rawLines the lines as the log shows them, prefixes included; of any kernel since 2.6.21,
   *     in any of the forms in which logs are shown, quoted or wrapped
   */
  public static List<KernelEvent> parse(Stream<String> rawLines) {
    KernelLogFollower follower = new KernelLogFollower();
    List<KernelEvent> events = new ArrayList<>();
    rawLines.forEachOrdered(line -> events.addAll(follower.accept(line)));
    events.addAll(follower.flush());
    return List.copyOf(events);
  }

  /** The same, of a list. */
  public static List<KernelEvent> parse(List<String> rawLines) {
    return parse(rawLines.stream());
  }

  /**
   * Whether a line is a message about the TSC, or a part of one; such lines hold nothing private.
   */
  public static boolean isAboutTsc(String rawLine) {
    return MessageTable.lookup(LogPrefix.strip(1, rawLine).text())
        instanceof MessageTable.Lookup.Found;
  }

  /** What the events of one log amount to, if nothing is known of a hypervisor. */
  public static KernelLogSummary summarize(List<KernelEvent> events) {
    return summarize(events, Optional.empty());
  }

  /**
   * What the events of one log amount to.
   *
   * @param hypervisor what the log says it runs on, see {@link KernelLogFollower#hypervisor}
   */
  public static KernelLogSummary summarize(List<KernelEvent> events, Optional<String> hypervisor) {
    return new LogFacts(events, hypervisor).summary();
  }
}
