package io.tscwatch.bench.sensitivity;

import io.tscwatch.bench.experiment.Bench.Answered;
import io.tscwatch.bench.laboratory.Method;
import io.tscwatch.bench.laboratory.PlannedRun;
import io.tscwatch.checks.bounds.OffsetBounds;
import java.util.List;
import java.util.Optional;

/**
 * Whether intervals are true, which is more than whether they are narrow: what a run with a planted
 * offset says, less what was planted, has to agree with what the last run without any said.
 */
final class Containment {

  private int contained;
  private int compared;

  Containment(List<Answered<PlannedRun>> answered) {
    Optional<OffsetBounds> last = Optional.empty();
    for (Answered<PlannedRun> one : answered) {
      Optional<OffsetBounds> bounds = one.answer().bounds();
      if (one.key().method() != Method.EXCHANGE || bounds.isEmpty()) {
        continue;
      }
      long planted = one.key().offsetCycles();
      if (planted == 0) {
        last = bounds;
      } else if (last.isPresent()) {
        OffsetBounds less =
            new OffsetBounds(
                bounds.get().lowerCycles() - planted, bounds.get().upperCycles() - planted);
        contained += less.intersect(last.get()).isPresent() ? 1 : 0;
        compared++;
      }
    }
  }

  int contained() {
    return contained;
  }

  int compared() {
    return compared;
  }
}
