package io.tscwatch.checks.klog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every log that was collected gives just the events that a person reads in it. */
class PostedLogsTest {

  @ParameterizedTest
  @MethodSource("io.tscwatch.checks.klog.PostedLog#all")
  void aPostedLogGivesTheEventsThatAPersonReadsInIt(PostedLog log) {
    assertThat(KernelLog.parse(log.lines())).map(PostedLogsTest::row).isEqualTo(log.rows());
  }

  @ParameterizedTest
  @MethodSource("io.tscwatch.checks.klog.PostedLog#all")
  void theSummaryPointsWhereThePersonPoints(PostedLog log) {
    KernelLogFollower follower = new KernelLogFollower();
    List<KernelEvent> events = new ArrayList<>();
    log.lines().forEach(line -> events.addAll(follower.accept(line)));
    events.addAll(follower.flush());
    KernelLogSummary summary = KernelLog.summarize(events, follower.hypervisor());
    assertThat(summary.suspect()).as(summary.paragraph()).isEqualTo(log.suspect());
    assertThat(summary.paragraph()).endsWith(".").doesNotContain("Optional", "  ");
  }

  @ParameterizedTest
  @MethodSource("io.tscwatch.checks.klog.PostedLog#all")
  void theTextIsInTheLogFromItsLineOn(PostedLog log) {
    for (KernelEvent event : KernelLog.parse(log.lines())) {
      int from = (int) event.line() - 1;
      String rest = bare(String.join("\n", log.lines().subList(from, log.lines().size())));
      assertThat(rest).contains(bare(event.text().lines().findFirst().orElseThrow()));
    }
  }

  @Test
  void moreThanFortyLogsWereCollected() {
    assertThat(PostedLog.all()).hasSizeGreaterThan(80);
    assertThat(PostedLog.all().map(PostedLog::name)).doesNotHaveDuplicates();
  }

  @Test
  void everyCodeIsSeenInThem() {
    assertThat(PostedLog.all().flatMap(log -> KernelLog.parse(log.lines()).stream()))
        .map(KernelEvent::code)
        .contains(
            java.util.Arrays.stream(KernelEventCode.values())
                .filter(code -> code != KernelEventCode.WARP_RANDOM)
                .toArray(KernelEventCode[]::new));
  }

  private static String row(KernelEvent event) {
    return String.join(
        " ",
        Long.toString(event.line()),
        event.code().code(),
        event.cpus().isEmpty() ? "-" : event.cpus().toString(),
        orDash(event.clocksource()),
        orDash(event.watchdog()),
        orDash(event.skewNanos()));
  }

  private static String orDash(Optional<String> value) {
    return value.orElse("-");
  }

  private static String orDash(OptionalLong value) {
    return value.isPresent() ? Long.toString(value.getAsLong()) : "-";
  }

  /** Without white space, markup, marks of quotation and the breaks that mail makes. */
  private static String bare(String text) {
    return text.replaceAll("\\[/?(?:COLOR|FONT)[^\\]]*\\]", "")
        .replace("=20", "")
        .replace("=3D", "")
        .replaceAll("[\\s>=*/#]", "");
  }
}
