package io.tscwatch.checks.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.linux.KernelVersion;
import io.tscwatch.checks.linux.WatchdogLimit;
import io.tscwatch.checks.linux.WatchdogRule;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadRoomTest {

  private static final long PPM = 1_000_000;

  private static HeadRoom on(int major, int minor, RateInterval skew, long slow, long reads) {
    return new HeadRoom(
        "hpet",
        new WatchdogRule.Answer(WatchdogRule.State.ON, "a test"),
        WatchdogLimit.of(new KernelVersion(major, minor), OptionalLong.empty()),
        skew,
        Optional.empty(),
        OptionalLong.empty(),
        slow,
        reads);
  }

  /** The limits of kernel/time/clocksource.c, in nanoseconds of its half second. */
  @ParameterizedTest
  @CsvSource({
    "4, 19, 62500000",
    "5, 12, 62500000",
    "5, 13, 200000",
    "5, 15, 400000",
    "6, 2, 400000",
    "6, 3, 500000",
    "6, 18, 500000",
    "7, 0, 244140"
  })
  void aCleanTscHasTheWholeLimitOfItsKernel(int major, int minor, long nanos) {
    HeadRoom room = on(major, minor, new RateInterval(0, 0), 0, 100);

    assertThat(room.marginNanos()).isBetween(nanos - 1, nanos);
    assertThat(room.beyond()).isFalse();
    assertThat(room.noisyChecksPerYear()).isZero();
  }

  @Test
  void theMarginIsThatOfTheWorstRateAllowed() {
    HeadRoom room = on(6, 12, new RateInterval(-900 * PPM, 300 * PPM), 0, 100);

    assertThat(room.marginPicosPerSecond()).isEqualTo(100 * PPM);
    assertThat(room.marginNanos()).isEqualTo(50_000);
  }

  @Test
  void onlyWhatIsCertainlyTooFastIsBeyond() {
    assertThat(on(6, 12, new RateInterval(900 * PPM, 1100 * PPM), 0, 1).beyond()).isFalse();
    assertThat(on(6, 12, new RateInterval(1001 * PPM, 1100 * PPM), 0, 1).beyond()).isTrue();
    assertThat(on(6, 12, new RateInterval(-1100 * PPM, -1001 * PPM), 0, 1).beyond()).isTrue();
  }

  @Test
  void readoutNoiseCountsByHowOftenTheKernelTries() {
    // One in a hundred: until 5.12 a single slow readout was skew, since then four have to be.
    assertThat(on(5, 10, new RateInterval(0, 0), 1, 100).noisyChecksPerYear()).isEqualTo(630_720);
    assertThat(on(6, 12, new RateInterval(0, 0), 1, 100).noisyChecksPerYear()).isZero();
    assertThat(on(6, 12, new RateInterval(0, 0), 10, 100).noisyChecksPerYear()).isEqualTo(6_307);
  }
}
