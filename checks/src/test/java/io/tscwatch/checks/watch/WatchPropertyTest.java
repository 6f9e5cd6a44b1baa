package io.tscwatch.checks.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.verdict.Verdict;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WatchPropertyTest {

  private static final int SEEDS = 60;

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingButAFaultOfATscIsCalledOne(long seed) {
    Turmoil turmoil = new Turmoil(seed);
    long nanos = 2 * Turmoil.HOUR;
    turmoil.shake(nanos, Turmoil.HOUR / 2, Turmoil.HOUR / 12, Turmoil.HOUR / 40);

    WatchRun run = new WatchRun(turmoil.scenario().build()).seconds(nanos / Turmoil.SECOND);

    assertThat(run.verdicts).as(run.story()).doesNotContain(Verdict.UNRELIABLE);
    List<WatchEvent> critical =
        run.events.stream().filter(event -> event.severity() == Severity.CRITICAL).toList();
    assertThat(critical).as(run.story()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aFaultAboveTheResolutionIsFoundAndNamesItsCpu(long seed) {
    WatchTrial trial = new WatchTrial(seed, Turmoil.HOUR, 1);

    WatchTrial.Outcome outcome = trial.run();

    assertThat(outcome.falseAlarms()).isEmpty();
    for (WatchTrial.Answer answer : outcome.answers()) {
      assertThat(answer.right()).as(answer + "\n" + trial.story()).isTrue();
    }
  }
}
