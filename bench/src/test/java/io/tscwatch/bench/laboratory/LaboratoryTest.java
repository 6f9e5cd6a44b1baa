package io.tscwatch.bench.laboratory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tscwatch.checks.linux.Affinity;
import io.tscwatch.checks.schedule.CpuPair;
import io.tscwatch.checks.topology.CpuSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The binding; what the methods can do is tested in C. */
class LaboratoryTest {

  private static final long MILLISECOND = 1_000_000;

  private static final Laboratory LABORATORY = Laboratory.load().toOptional().orElseThrow();
  private static final int[] CPUS =
      Affinity.ofCallingThread().toOptional().map(CpuSet::toArray).orElse(new int[0]);

  @BeforeAll
  static void twoCpusAreNeeded() {
    assumeTrue(CPUS.length >= 2, "needs two CPUs");
  }

  private static CpuPair pair() {
    return CpuPair.of(CPUS[0], CPUS[1]);
  }

  @Test
  void answersComeInTheOrderOfThePlan() {
    List<RunAnswer> answers =
        LABORATORY.run(
            pair(),
            List.of(
                PlannedRun.of(Method.EXCHANGE, MILLISECOND, 1L << 40),
                PlannedRun.of(Method.LOCKED, MILLISECOND, 0),
                PlannedRun.of(Variant.PLAIN, MILLISECOND)));
    assertThat(answers).hasSize(3);
    answers.get(0).bounds().ifPresent(b -> assertThat(b.lowerCycles()).isPositive());
    assertThat(answers.get(1).bounds()).isEmpty();
    assertThat(answers.get(1).proven()).isFalse();
    assertThat(answers.get(0).steps()).isEmpty();
  }

  @Test
  void aCpuThatIsNotThereIsAnExceptionThatSaysSo() {
    assertThatThrownBy(
            () ->
                LABORATORY.run(
                    CpuPair.of(CPUS[0], 65_000),
                    List.of(PlannedRun.of(Method.EXCHANGE, MILLISECOND, 0))))
        .isInstanceOf(LaboratoryException.class)
        .hasMessageContaining("errno 22");
  }

  @Test
  void aVictimCountsItsIterations() {
    VictimTimes times = LABORATORY.victim(CPUS[0], 10 * MILLISECOND, 100, 100, 50);
    assertThat(times.iterations()).isPositive();
    assertThat(times.longestCycles()).isPositive();
  }
}
