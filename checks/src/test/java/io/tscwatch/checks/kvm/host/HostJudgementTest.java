package io.tscwatch.checks.kvm.host;

import static io.tscwatch.checks.kvm.host.HostReadings.OFFSET;
import static io.tscwatch.checks.kvm.host.HostReadings.host;
import static io.tscwatch.checks.kvm.host.HostReadings.notRun;
import static io.tscwatch.checks.kvm.host.HostReadings.vcpu;
import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.read.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostJudgementTest {

  private static final int ALL_FLAGS = 14;

  private static HostJudgement judge(HostReading reading) {
    return HostJudgement.of(reading, false);
  }

  @Test
  void theStableFlagAfterTheRunIsTheAnswer() {
    HostJudgement judgement = judge(host(ALL_FLAGS, "tsc"));

    assertThat(judgement.stable()).isEqualTo(StableKvmclock.GRANTED);
    assertThat(judgement.failed()).isEmpty();
    assertThat(judgement.misdeclared()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"hpet", "acpi_pm", "kvm-clock", "jiffies"})
  void aHostOnAnotherClocksourceIsToldSo(String clocksource) {
    HostJudgement judgement = judge(host(0, clocksource));

    assertThat(judgement.stable()).isEqualTo(StableKvmclock.WITHHELD);
    assertThat(judgement.failed()).contains(Condition.HOST_CLOCKSOURCE_IS_TSC);
    assertThat(judgement.reason()).contains("clocksource is " + clocksource);
  }

  @Test
  void aClocksourceThatWasChangedMeanwhileIsNamed() {
    HostReading reading = host(0, "tsc");
    HostReading changed =
        new HostReading(
            reading.apiVersion(),
            reading.clockFlagsKnown(),
            reading.tscControl(),
            reading.clockBeforeRun(),
            reading.clockAfterRun(),
            reading.vcpus(),
            Reading.present("hpet"),
            Reading.present("tsc"));

    assertThat(judge(changed).failed()).contains(Condition.HOST_CLOCKSOURCE_IS_TSC);
    assertThat(judge(changed).reason()).contains("hpet");
  }

  @Test
  void theTscPageOfHyperVIsAsGoodAsTheTsc() {
    assertThat(judge(host(0, "hyperv_clocksource_tsc_page")).failed()).isEmpty();
  }

  @Test
  void offsetsThatExcludeEachOtherAreAFailedCondition() {
    HostJudgement judgement =
        judge(
            host(
                0,
                "tsc",
                vcpu(0, OFFSET - 9_000, OFFSET + 22_000),
                vcpu(1, OFFSET + 30_000, OFFSET + 60_000)));

    assertThat(judgement.failed()).contains(Condition.VCPU_TSCS_MATCH);
    assertThat(judgement.offsets().state()).isEqualTo(OffsetAgreement.State.OFFSETS_DIFFER);
    assertThat(judgement.offsets().lowerCycles() - judgement.offsets().upperCycles())
        .isEqualTo(8_000);
    assertThat(judgement.misdeclared()).containsExactly(1);
  }

  @Test
  void anOffsetThatMovedIsNoAgreement() {
    assertThat(judge(host(ALL_FLAGS, "tsc", vcpu(0, 10, -10))).offsets().state())
        .isEqualTo(OffsetAgreement.State.OFFSET_MOVED);
  }

  @Test
  void boundsOnBothSidesOfTheWrapAroundAreCompared() {
    HostJudgement judgement =
        judge(
            host(
                ALL_FLAGS,
                "tsc",
                vcpu(0, Long.MAX_VALUE - 5, Long.MIN_VALUE + 5),
                vcpu(1, Long.MAX_VALUE - 2, Long.MIN_VALUE + 9)));

    assertThat(judgement.offsets().state()).isEqualTo(OffsetAgreement.State.ONE_OFFSET);
    assertThat(judgement.offsets().lowerCycles()).isEqualTo(Long.MAX_VALUE - 2);
    assertThat(judgement.offsets().upperCycles()).isEqualTo(Long.MIN_VALUE + 5);
  }

  @Test
  void aBackwardTscInTheKernelsLogIsAFailedCondition() {
    assertThat(HostJudgement.of(host(0, "tsc"), true).failed()).contains(Condition.NO_BACKWARD_TSC);
  }

  @Test
  void aFlagThatIsMissingForNoSeenReasonIsNotExplainedAway() {
    HostJudgement judgement = judge(host(0, "tsc"));

    assertThat(judgement.stable()).isEqualTo(StableKvmclock.WITHHELD);
    assertThat(judgement.failed()).isEmpty();
    assertThat(judgement.reason()).contains("no condition is seen to fail");
  }

  @ParameterizedTest
  @CsvSource({
    "TIMED_OUT, 0, did not halt in time",
    "EXITED, 17, exit reason 17",
    "REFUSED, 14, errno 14",
    "NO_THREAD, 11, errno 11",
    "STUCK, 0, could not be interrupted"
  })
  void aVcpuThatDidNotRunLeavesTheAnswerOpen(VcpuOutcome outcome, long detail, String words) {
    HostJudgement judgement =
        judge(host(0, "tsc", vcpu(0, OFFSET - 1, OFFSET + 1), notRun(1, outcome, detail)));

    assertThat(judgement.stable()).isEqualTo(StableKvmclock.UNKNOWN);
    assertThat(judgement.reason()).contains("vCPU 1").contains(words);
    assertThat(judgement.offsets().state()).isEqualTo(OffsetAgreement.State.NOT_SEEN);
  }

  @Test
  void anOldKernelThatCannotTellIsNotTakenForOneThatWithholds() {
    HostReading reading = host(0, "tsc");
    HostReading old =
        new HostReading(
            12,
            1,
            false,
            reading.clockBeforeRun(),
            reading.clockAfterRun(),
            reading.vcpus(),
            reading.clocksourceBefore(),
            reading.clocksourceAfter());

    assertThat(judge(old).stable()).isEqualTo(StableKvmclock.UNKNOWN);
    assertThat(judge(old).reason()).contains("4.9");
  }

  @Test
  void aRefusedClockLeavesTheAnswerOpen() {
    HostReading refused =
        new HostReading(
            12,
            14,
            false,
            Reading.failed("KVM_GET_CLOCK: EINVAL"),
            Reading.failed("KVM_GET_CLOCK: EINVAL"),
            List.of(vcpu(0, 0, 1)),
            Reading.absent("no file"),
            Reading.absent("no file"));

    assertThat(judge(refused).stable()).isEqualTo(StableKvmclock.UNKNOWN);
    assertThat(judge(refused).reason()).contains("EINVAL");
  }
}
