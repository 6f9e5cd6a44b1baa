package io.tscwatch.checks.kvm.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.kvm.KvmclockPage;
import io.tscwatch.checks.machine.TimeSample;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockStepsTest {

  private static final long GAP = 50_000_000;

  /** Neighbours of 100 ns, 50 ms apart, that begin at the differences given. */
  private static ClockSteps steps(long... lowerNanos) {
    List<ClockDifference> differences = new ArrayList<>();
    for (int i = 0; i < lowerNanos.length; i++) {
      differences.add(new ClockDifference(i * GAP, lowerNanos[i], lowerNanos[i] + 100, 2 + 2L * i));
    }
    return ClockSteps.of(differences).orElseThrow();
  }

  @Test
  void aDifferenceIsBoundedByTheTwoReadsOfTheTsc() {
    // One nanosecond a cycle: multiplier 2^31 with a shift of 1.
    KvmclockPage page = new KvmclockPage(6, 1_000, 5_000_000, 1L << 31, 1, 1);
    TimeSample sample = new TimeSample(0, 3_000, 3_040, 77, 0, 4_000_000, 0);

    assertThat(ClockDifference.of(page, sample))
        .isEqualTo(new ClockDifference(77, 1_002_000, 1_002_040, 6));
  }

  @Test
  void twoClocksThatKeepTheirDistanceHaveNoStep() {
    ClockSteps steps = steps(500, 560, 450, 501);

    assertThat(steps.stepNanos()).isZero();
    assertThat(steps.finding()).isEmpty();
    assertThat(steps.samples()).isEqualTo(4);
    assertThat(steps.hostUpdates()).isEqualTo(3);
  }

  @Test
  void aSlewIsNoStep() {
    // 1000 ppm of 50 ms are 50 us, and the intervals are 100 ns wide.
    assertThat(steps(0, 50_100, 100_200).stepNanos()).isZero();
    assertThat(steps(0, -50_100, -100_200).stepNanos()).isZero();
  }

  @Test
  void whatIsBeyondEverySlewIsAStepOfItsSign() {
    assertThat(steps(0, 50_102).stepNanos()).isEqualTo(1);
    assertThat(steps(0, 0, 2_050_101).stepNanos()).isEqualTo(2_000_000);
    assertThat(steps(0, -3_050_101, -3_050_101).stepNanos()).isEqualTo(-3_000_000);
  }

  @Test
  void theLargestStepIsTold() {
    Finding finding = steps(0, 1_000_000, -5_000_000).finding().orElseThrow();

    assertThat(finding.code()).isEqualTo(FindingCode.KVM_CLOCK_STEP);
    assertThat(finding.sentence()).contains("stepped back by at least 5.9 ms");
  }

  @Test
  void withoutSamplesThereIsNothingToSay() {
    assertThat(ClockSteps.of(List.of())).isEmpty();
  }
}
