package io.tscwatch.bench.variants;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.bench.laboratory.RunAnswer;
import io.tscwatch.bench.laboratory.RunAnswer.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EarlyStopTest {

  private static final List<Step> STEPS =
      List.of(new Step(10, 300), new Step(40, 200), new Step(200, 100));

  @Test
  void aRunEndsWithTheLastImprovementBeforeTheFirstLongSilence() {
    assertThat(EarlyStop.end(100, STEPS)).isEqualTo(new Step(40, 200));
    assertThat(EarlyStop.end(20, STEPS)).isEqualTo(new Step(10, 300));
    assertThat(EarlyStop.end(1000, STEPS)).isEqualTo(new Step(200, 100));
  }

  @Test
  void endingEarlyIsComparedWithTheRunInFull() {
    RunAnswer run = new RunAnswer(true, Optional.empty(), false, 1, 5000, STEPS);
    RunAnswer nothing = new RunAnswer(false, Optional.empty(), false, 0, 5000, List.of());
    VariantsResult.Stop stop = EarlyStop.after(100, List.of(run, nothing));
    assertThat(stop.runs()).isEqualTo(1);
    assertThat(stop.wider()).isEqualTo(1);
    assertThat(stop.ratio().median()).isEqualTo(2);
    assertThat(stop.micros().median()).isEqualTo(0.14);
  }
}
