package io.tscwatch.bench.witnesses;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.bench.report.Claim;
import io.tscwatch.bench.report.Section;
import io.tscwatch.bench.witnesses.WitnessesResult.Case;
import io.tscwatch.bench.witnesses.WitnessesResult.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CaseRunTest {

  static List<PlannedCase> planned() {
    return PlannedCase.ALL;
  }

  @ParameterizedTest
  @MethodSource("planned")
  void everyPlannedCaseIsToldAsExpectedAndNothingElseIs(PlannedCase planned) throws Exception {
    Case run = CaseRun.of(planned, 120);
    assertThat(run.asExpected()).as("%s", run).isTrue();
    assertThat(run.falseFindings()).isEmpty();
    assertThat(run.toldAfterNanos()).isLessThan(30_000_000_000L);
  }

  @Test
  void aFaultThatNobodyToldIsNotAsExpected() throws Exception {
    PlannedCase hpet = PlannedCase.ALL.get(0);
    PlannedCase elsewhere =
        new PlannedCase(
            "witness-slow-readouts",
            hpet.planted(),
            hpet.expected(),
            0,
            hpet.told(),
            hpet.event(),
            hpet.witness(),
            hpet.verdict(),
            hpet.vote(),
            hpet.findings());
    Case run = CaseRun.of(elsewhere, 10);
    assertThat(run.asExpected()).isFalse();
    assertThat(run.toldAfterNanos()).isEqualTo(-1);
  }

  @Test
  void aFigureThatFallsShortIsAClaimThatIsNotMet() {
    Clock slow =
        new Clock(
            "hpet",
            true,
            "votes",
            "platform-timer",
            "mmap",
            "",
            -5,
            5,
            9,
            1300,
            2000,
            9000,
            1250,
            9,
            2_000_000,
            2_000_000_000L);
    Section section = new Section();
    new Witnesses()
        .tell(
            new WitnessesResult(60, 500, 1000, "No quorum.", "", false, List.of(slow), List.of()),
            section);
    assertThat(section.claims()).extracting(Claim::met).containsExactly(false);
    assertThat(section.plain()).contains("FALLS SHORT").contains("1000 ppm").contains("200.0");
  }
}
