package io.tscwatch.bench.variants;

import io.tscwatch.bench.laboratory.RunAnswer;
import io.tscwatch.bench.laboratory.RunAnswer.Step;
import io.tscwatch.bench.statistics.Spread;
import io.tscwatch.bench.variants.VariantsResult.Stop;
import java.util.ArrayList;
import java.util.List;

/** Decides afterwards where runs could have ended, from how their intervals narrowed. */
final class EarlyStop {

  private EarlyStop() {}

  /** What ending each run would have meant when nothing had improved for so long. */
  static Stop after(long quietNanos, List<RunAnswer> runs) {
    List<Double> micros = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    int wider = 0;
    for (RunAnswer run : runs) {
      if (run.steps().isEmpty()) {
        continue;
      }
      Step end = end(quietNanos, run.steps());
      long full = run.steps().get(run.steps().size() - 1).widthCycles();
      micros.add(Math.min(run.nanos(), end.nanos() + quietNanos) / 1e3);
      ratios.add((double) end.widthCycles() / full);
      wider += end.widthCycles() > full ? 1 : 0;
    }
    return new Stop(
        quietNanos,
        micros.size(),
        Spread.of(micros),
        micros.isEmpty() ? Double.NaN : (double) wider / micros.size(),
        Spread.of(ratios));
  }

  /** The last improvement before the first silence that is long enough. */
  static Step end(long quietNanos, List<Step> steps) {
    Step last = steps.get(0);
    for (Step step : steps) {
      if (step.nanos() - last.nanos() >= quietNanos) {
        return last;
      }
      last = step;
    }
    return last;
  }
}
