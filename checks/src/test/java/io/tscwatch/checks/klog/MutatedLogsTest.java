package io.tscwatch.checks.klog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Damaged and foreign lines: never an exception, never an event that the text does not carry. */
class MutatedLogsTest {

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /** Words of our messages and of others; in random order they say nothing. */
  private static final String[] WORDS =
      ("tsc: TSC clocksource: clocksource tsc hpet 'tsc' 'hpet' watchdog timekeeping unstable Marking"
              + " skew CPU3: CPU CPUs on to of due warp ADJUST Adjust: [Firmware Bug]: sched_clock:"
              + " read-back delay Switched wd_nsec: cs_nsec: 499779371 -3787791 ns (3 ms) interval"
              + " usb 1-1: new high-speed device number 5 using xhci_hcd EXT4-fs (sda1): mounted"
              + " error TS2304 watchdog: BUG: soft lockup - CPU#0 stuck for 22s! audit: type=1400"
              + " calibration Refined MHz Detected processor 2593.906 = > | # \u00e9 \ufffd 0x1f")
          .split(" ", -1);

  private final SplittableRandom random = new SplittableRandom(20_260_101);

  @Test
  void wordsInRandomOrderGiveNothing() {
    for (int i = 0; i < 50_000; i++) {
      StringBuilder line = new StringBuilder(random.nextBoolean() ? "[   12.345678] " : "");
      int words = random.nextInt(1, 16);
      for (int w = 0; w < words; w++) {
        line.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
      }
      assertThat(KernelLog.parse(List.of(line.toString()))).as("%s", line).isEmpty();
    }
  }

  @Test
  void oneCharacterChangedGivesTheSameEventWithTheLiteralNumbersOrNothing() {
    Map<String, KernelEventCode> codes = linesThatAreEvents();
    List<String> lines = new ArrayList<>(codes.keySet());
    for (int i = 0; i < 40_000; i++) {
      String line = lines.get(random.nextInt(lines.size()));
      String mutated = mutated(line);
      for (KernelEvent event : KernelLog.parse(List.of(mutated))) {
        assertThat(event.code()).as(mutated).isEqualTo(codes.get(line));
        assertThat(numbersIn(mutated)).as(mutated).containsAll(numbersOf(event));
        assertThat(event.text().length()).isLessThanOrEqualTo(mutated.length());
      }
    }
  }

  @Test
  void wholeLogsWithLinesLostSwappedAndDamagedKeepTheirOrder() {
    List<PostedLog> logs = PostedLog.all().toList();
    for (int i = 0; i < 2_000; i++) {
      List<String> lines = damaged(logs.get(random.nextInt(logs.size())).lines());
      List<KernelEvent> events = KernelLog.parse(lines);
      assertThat(events).map(KernelEvent::line).isSorted();
      String text = String.join("\n", lines);
      assertThat(events)
          .allSatisfy(e -> assertThat(numbersIn(text)).containsAll(numbersOf(withoutSkew(e))));
      assertThat(KernelLog.summarize(events).paragraph()).isNotBlank();
    }
  }

  @Test
  void randomBytesGiveNothing() {
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      assertThat(KernelLog.parse(List.of(new String(bytes, StandardCharsets.UTF_8)))).isEmpty();
    }
  }

  @Test
  void linesOfOneMebibyteMadeToBacktrackGiveNothing() {
    int length = 1 << 20;
    for (String part :
        List.of(
            "[", "> ", "<4>", "[1.000000] ", "\u001b[", "&amp;", "0-1,", "' ", "[/", "<b ", " ")) {
      String line = part.repeat(length / part.length());
      assertThat(KernelLog.parse(List.of(line))).isEmpty();
      assertThat(KernelLog.parse(List.of("clocksource: CPUs " + line))).isEmpty();
      assertThat(
              KernelLog.parse(List.of("[    1.000000] tsc: Marking TSC unstable due to " + line)))
          .isEmpty();
    }
  }

  /** Lines of the posted logs that are an event when they stand alone. */
  private static Map<String, KernelEventCode> linesThatAreEvents() {
    Map<String, KernelEventCode> codes = new LinkedHashMap<>();
    PostedLog.all()
        .flatMap(log -> log.lines().stream())
        .forEach(
            line -> KernelLog.parse(List.of(line)).forEach(event -> codes.put(line, event.code())));
    return codes;
  }

  private String mutated(String line) {
    int at = random.nextInt(line.length());
    String c = Character.toString((char) random.nextInt(' ', 127));
    return switch (random.nextInt(3)) {
      case 0 -> line.substring(0, at) + c + line.substring(at + 1);
      case 1 -> line.substring(0, at) + c + line.substring(at);
      default -> line.substring(0, at) + line.substring(at + 1);
    };
  }

  private List<String> damaged(List<String> lines) {
    List<String> damaged = new ArrayList<>(lines);
    for (int i = 0; i < 3 && !damaged.isEmpty(); i++) {
      int at = random.nextInt(damaged.size());
      switch (random.nextInt(4)) {
        case 0 -> damaged.remove(at);
        case 1 -> damaged.add(at, damaged.get(random.nextInt(damaged.size())));
        case 2 -> damaged.add(random.nextInt(damaged.size()), "");
        default -> damaged.set(at, damaged.get(at).isEmpty() ? "" : mutated(damaged.get(at)));
      }
    }
    return damaged;
  }

  private static KernelEvent withoutSkew(KernelEvent event) {
    return new KernelEvent(
        event.line(),
        event.bootNanos(),
        event.stamp(),
        event.code(),
        event.cpus(),
        event.clocksource(),
        event.watchdog(),
        OptionalLong.empty(),
        KernelDetail.NONE,
        event.text());
  }

  /** CPUs and skew as digits; a skew of two intervals is vouched for by these. */
  private static Set<String> numbersOf(KernelEvent event) {
    Set<String> numbers = new TreeSet<>(numbersIn(event.cpus().toString()));
    if (event.detail() instanceof KernelDetail.Intervals intervals) {
      numbers.add(Long.toString(intervals.clockNanos()));
      numbers.add(Long.toString(intervals.watchdogNanos()));
      assertThat(event.skewNanos().orElseThrow())
          .isEqualTo(intervals.clockNanos() - intervals.watchdogNanos());
    } else {
      event.skewNanos().ifPresent(nanos -> numbers.add(Long.toString(Math.abs(nanos))));
    }
    return numbers;
  }

  private static Set<String> numbersIn(String text) {
    Set<String> numbers = new TreeSet<>();
    for (Matcher matcher = NUMBER.matcher(text); matcher.find(); ) {
      numbers.add(matcher.group());
      numbers.add(matcher.group().replaceFirst("^0+(?=.)", ""));
    }
    return numbers;
  }
}
