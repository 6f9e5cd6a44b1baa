package io.tscwatch.checks.bounds;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The measured bounds tightened along paths: {@code offset(5) - offset(0)} is bounded by its own
 * exchange, and also by those of 5 against 4 and 4 against 0, whichever is less.
 *
 * <p>A path adds up bounds of different moments. It holds if no offset moved while they were
 * measured; a movement that shows makes the bounds {@linkplain ClosureResult.Inconsistent
 * inconsistent}, a smaller one cannot be seen. Who must not rely on that uses the {@linkplain
 * OffsetMatrix#bounds pair's own bounds}.
 *
 * <pre>{@code
 * switch over Closure.of(OffsetMatrix.ofExchanges(cpus, results)):
 *   Consistent c   -> c.closure().against(0).offsets(step)
 *   Inconsistent i -> i.cpus(), i.sumCycles(), i.suspects()
 * }</pre>
 *
 * <p>Bellman-Ford for one feasible assignment, Johnson's reweighting by it, Dijkstra from each CPU.
 * Immutable; safe for use by many threads.
 */
public final class Closure {

  private final OffsetMatrix measured;
  private final long[] potential;

  private Closure(OffsetMatrix measured, long[] potential) {
    this.measured = measured;
    this.potential = potential;
  }

  /** Whether the measured bounds can all hold, and their closure if so. */
  public static ClosureResult of(OffsetMatrix measured) {
    Potentials potentials = Potentials.of(measured);
    return potentials.contradiction().isEmpty()
        ? new ClosureResult.Consistent(new Closure(measured, potentials.cycles()))
        : Contradiction.describe(measured, potentials.contradiction());
  }

  /** What was measured. */
  public OffsetMatrix measured() {
    return measured;
  }

  /**
   * The tightest bounds of every pair. Needs 8 bytes for each ordered pair: 32 MiB for 2048 CPUs.
   */
  public ClosedMatrix allPairs() {
    return new ClosedMatrix(measured.cpus(), AllPairs.of(measured, potential));
  }

  /**
   * The tightest bounds of every CPU against one: two runs instead of one for each CPU.
   *
   * @throws IllegalArgumentException if the reference is not among the CPUs
   */
  public ReferenceBounds against(int referenceCpu) {
    int reference = measured.indexOf(referenceCpu);
    ShortestPaths outward = new ShortestPaths(measured, potential);
    outward.from(reference);
    long[] negated = new long[potential.length];
    for (int i = 0; i < negated.length; i++) {
      negated[i] = -potential[i];
    }
    ShortestPaths homeward = new ShortestPaths(measured.transposed(), negated);
    homeward.from(reference);
    return new ReferenceBounds(measured, reference, outward, homeward);
  }

  /**
   * The constraints whose sum is the tightest upper bound of {@code offset(toCpu) -
   * offset(fromCpu)}, in order from {@code fromCpu} to {@code toCpu}; empty if there is no bound,
   * or if the two are the same.
   */
  public List<OffsetConstraint> path(int fromCpu, int toCpu) {
    ShortestPaths paths = new ShortestPaths(measured, potential);
    paths.from(measured.indexOf(fromCpu));
    List<OffsetConstraint> path = new ArrayList<>();
    int at = measured.indexOf(toCpu);
    for (int before = paths.parent(at); before >= 0; before = paths.parent(at)) {
      path.add(measured.constraint(before, at));
      at = before;
    }
    Collections.reverse(path);
    return path;
  }
}
