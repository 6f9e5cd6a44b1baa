package io.tscwatch.checks.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The measurements that tell whether pairs may run at the same time on this machine without
 * widening each other's intervals. Whole rounds are tried, because a whole round is what would run;
 * a few of their pairs are measured alone as well. Serial and parallel take turns, because the
 * floor moves.
 *
 * <p>The caller runs the steps in order and hands the widths to {@link ParallelDecision#of}.
 * Immutable.
 *
 * @param steps to be run in order
 */
public record ParallelTrial(List<Step> steps) {

  private static final int REPEATS = 5;
  private static final int MAX_ROUNDS = 4;
  private static final int MAX_PAIRS_ALONE = 8;

  /**
   * One exchange.
   *
   * @param parallel whether it shows the pairs among others or a single pair alone
   * @param round the pairs to run at the same time: one if not parallel
   */
  public record Step(boolean parallel, Round round) {}

  public ParallelTrial {
    steps = List.copyOf(steps);
  }

  /**
   * The trial for a plan; empty when no round has two pairs, as with fewer than four CPUs: then
   * there is nothing to decide.
   */
  public static Optional<ParallelTrial> of(SweepPlan plan) {
    List<Round> wide =
        plan.sweep(0).rounds().stream().filter(round -> round.pairs().size() > 1).toList();
    if (wide.isEmpty()) {
      return Optional.empty();
    }
    // Spread over the sweep: its rounds go from the farthest pairs to the nearest.
    List<Round> tried = spread(wide, MAX_ROUNDS);
    List<Step> steps = new ArrayList<>();
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      for (Round round : tried) {
        steps.add(new Step(true, round));
        for (CpuPair pair : spread(round.pairs(), MAX_PAIRS_ALONE)) {
          steps.add(new Step(false, new Round(List.of(pair))));
        }
      }
    }
    return Optional.of(new ParallelTrial(steps));
  }

  /** At most so many elements, evenly spread, the first and the last among them. */
  private static <T> List<T> spread(List<T> all, int most) {
    if (all.size() <= most) {
      return all;
    }
    return IntStream.range(0, most)
        .mapToObj(i -> all.get((int) ((long) i * (all.size() - 1) / (most - 1))))
        .toList();
  }
}
