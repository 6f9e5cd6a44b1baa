package io.tscwatch.systemtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tscwatch.systemtest.guest.GuestMachine;
import io.tscwatch.systemtest.guest.Guests;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The HPET, the ACPI PM timer and the RTC, read by the installed service through their devices. An
 * emulator's timers and its TSC are all made from the host's clock: they show that reading works
 * and that bounds get narrower, and they have no vote. On a machine of one CPU: with more of them
 * qemu moves the TSC itself now and then, and each step begins a new series.
 *
 * <p>It is watching more than computing, and so it runs beside the others.
 */
@Scenario
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Scenario.BESIDE)
@Order(1)
@DisplayName("10. Other clocks: HPET, ACPI PM timer and RTC")
class WitnessScenario {

  private static final String EXAMPLE = "/usr/share/doc/tscwatch/examples/acpi-pm-timer.conf";
  private static final String WALL_CLOCK_EXAMPLE =
      "/usr/share/doc/tscwatch/examples/ntp-state.conf";
  private static final int CORRECTION_PPM = 100;

  private static final List<String> CLOCKS = List.of("hpet", "acpi-pm", "rtc");

  /**
   * How long the clocks are observed: the times of the table. The RTC is asked twice a minute, so
   * that the last row is the first in which its bounds can be narrower than before.
   */
  private static final List<Duration> TIMES =
      Boolean.getBoolean("systemtest.extended")
          ? List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(5))
          : List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofSeconds(100));

  private static Service service;

  /**
   * A rate of the TSC against a clock, certified.
   *
   * @param min parts in 10^12
   * @param max the same
   */
  private record Interval(long min, long max) {

    static Optional<Interval> of(JsonNode witness) {
      return witness.path("minPicosPerSecond").isNumber()
          ? Optional.of(
              new Interval(
                  witness.path("minPicosPerSecond").asLong(),
                  witness.path("maxPicosPerSecond").asLong()))
          : Optional.empty();
    }

    long width() {
      return max - min;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%+.3f to %+.3f ppm (%.3f wide)", min / 1e6, max / 1e6, width() / 1e6);
    }
  }

  /** The package's own drop-ins, before its first start; and a larger share, for reads are dear. */
  @BeforeAll
  static void permitIt() throws IOException, InterruptedException {
    service = new Service(Guests.another(GuestMachine.ONE_CPU));
    service.write("witnesses: { max-intrusion: 10% }");
    service
        .guest()
        .succeed(
            "chgrp tscwatch /sys/firmware/acpi/tables/FACP; chmod g+r /sys/firmware/acpi/tables/FACP");
    service.use(
        service.guest().succeed("cat " + EXAMPLE),
        service.guest().succeed("cat " + WALL_CLOCK_EXAMPLE));
  }

  @AfterAll
  static void end() {
    service.guest().close();
  }

  /** What the status says of a clock; a node without fields if nothing. */
  private static JsonNode witness(Judgement status, String name) {
    for (JsonNode one : status.json().path("witnesses")) {
      if (one.path("name").asText().equals(name)) {
        return one;
      }
    }
    return MissingNode.getInstance();
  }

  @Test
  @Order(1)
  void allThreeAreReadByTheService(TestReporter report) throws InterruptedException {
    Judgement status =
        service.awaitStatus(
            "a look at every clock",
            s -> CLOCKS.stream().allMatch(clock -> witness(s, clock).path("looks").asInt() > 0));

    for (String clock : CLOCKS) {
      JsonNode witness = witness(status, clock);
      assertThat(witness.path("standing").asText()).as("%s", witness).isEqualTo("derived");
      assertThat(witness.path("independent").asBoolean(true)).as("%s", witness).isFalse();
      assertThat(witness.path("lineage").asText()).contains("emulated");
      report.publishEntry(
          clock,
          "%d Hz, %d bits, a read takes %d ns in the median"
              .formatted(
                  witness.path("hertz").asLong(),
                  witness.path("bits").asInt(),
                  witness.path("medianReadNanos").asLong()));
    }
    // 3.579545 MHz is the ACPI specification's, 100 MHz QEMU's.
    assertThat(witness(status, "acpi-pm").path("hertz").asLong()).isEqualTo(3_579_545);
    assertThat(witness(status, "hpet").path("hertz").asLong()).isEqualTo(100_000_000);
    assertThat(witness(status, "rtc").path("hertz").asLong()).isEqualTo(1);
  }

  @Test
  @Order(2)
  void theirIntervalsGetNarrowerWithTime(TestReporter report) throws InterruptedException {
    Map<String, Interval> earlier = new HashMap<>();
    for (Duration time : TIMES) {
      Judgement status =
          service.awaitStatus(
              "clocks observed for " + time,
              s ->
                  Stream.of("hpet", "acpi-pm")
                      .allMatch(
                          c -> witness(s, c).path("observedNanos").asLong() >= time.toNanos()));
      List<String> row = new ArrayList<>();
      for (String clock : CLOCKS) {
        Optional<Interval> now = Interval.of(witness(status, clock));
        Optional<Interval> before = Optional.ofNullable(earlier.get(clock));
        row.add(clock + " " + now.map(Interval::toString).orElse("not yet"));
        now.ifPresent(rate -> earlier.put(clock, rate));
        before.ifPresent(
            wider ->
                assertThat(now)
                    .as(clock)
                    .hasValueSatisfying(
                        rate -> assertThat(rate.width()).isLessThan(wider.width())));
      }
      report.publishEntry("after %3d s".formatted(time.toSeconds()), String.join(", ", row));
    }

    assertThat(earlier).containsOnlyKeys(CLOCKS);
  }

  @Test
  @Order(3)
  void timersOfAnEmulatorHaveNoVote(TestReporter report) throws InterruptedException {
    Judgement status = service.status();
    JsonNode vote = status.json().path("vote");

    assertThat(vote.path("outcome").asText()).isEqualTo("no-quorum");
    assertThat(vote.path("sources").asInt()).isZero();
    assertThat(status.codes()).doesNotContain("reference.disagrees");
    status.assertNotUnreliable();
    report.publishEntry("the vote", vote.path("sentence").asText());
  }

  /** CLOCK_REALTIME is made to run fast, and what the service measures is what the kernel says. */
  @Test
  @Order(4)
  void aCorrectionOfTheWallClockIsMeasuredAsTheKernelTellsIt(TestReporter report)
      throws InterruptedException {
    correctBy(CORRECTION_PPM);
    try {
      Judgement status =
          service.awaitStatus(
              "the rate of CLOCK_REALTIME against CLOCK_MONOTONIC_RAW",
              s ->
                  s.json().path("steering").path("minPicosPerSecond").isNumber()
                      && s.json().path("steering").path("minPicosPerSecond").asLong() > 0);
      JsonNode steering = status.json().path("steering");

      assertThat(steering.path("toldPicosPerSecond").asLong())
          .isEqualTo(CORRECTION_PPM * 1_000_000L);
      assertThat(steering.path("agrees").asBoolean()).as("%s", steering).isTrue();
      assertThat(steering.path("maxPicosPerSecond").asLong())
          .isLessThan(2 * CORRECTION_PPM * 1_000_000L);
      report.publishEntry(
          "adjtimex says %+d ppm".formatted(CORRECTION_PPM),
          String.format(
              Locale.ROOT,
              "measured %+.3f to %+.3f ppm",
              steering.path("minPicosPerSecond").asLong() / 1e6,
              steering.path("maxPicosPerSecond").asLong() / 1e6));
    } finally {
      correctBy(0);
    }
  }

  /** By adjtimex(2): struct timex begins with modes (2 is ADJ_FREQUENCY), offset and freq. */
  private static void correctBy(int ppm) throws InterruptedException {
    service
        .guest()
        .succeed(
            """
            perl -e '$t = pack("L x4 q q x184", 2, 0, %d * 65536);
                     syscall(159, $t) >= 0 or die "adjtimex: $!"'
            """
                .formatted(ppm));
  }
}
