package io.tscwatch.checks.rate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Optional;

/**
 * Follows one CPU against one reference for as long as the daemon runs.
 *
 * <p>Memory is bounded: hulls of at most {@value Hull#MAX_POINTS} points, and the last {@value
 * #RECENT} observations one by one, to date a step. What is forgotten only widens later answers.
 *
 * <p>Not thread-safe: for one thread.
 *
 * <pre>{@code
 * RateTracker tracker = new RateTracker("started");
 * OffsetObservation.against(0, exchange, 1, 1).flatMap(tracker::add).ifPresent(this::report);
 * }</pre>
 */
public final class RateTracker {

  /** How many observations a step can be dated among. */
  static final int RECENT = 32;

  private String startedBecause;
  private long observations;
  private RateResult result = new RateResult.Unbounded();

  private LineSet all = new LineSet();
  private LineSet beforeRecent = new LineSet();
  private final Deque<OffsetObservation> recent = new ArrayDeque<>(RECENT + 1);

  /** Through the observations from the one on that proved a movement; empty before. */
  private Optional<LineSet> sinceMovement = Optional.empty();

  private boolean driftReported;

  /**
   * A tracker without observations.
   *
   * @param reason why it starts, for people
   */
  public RateTracker(String reason) {
    this.startedBecause = reason;
  }

  /** Forgets everything, as after an event of the host that may have moved the counters. */
  public void restart(String reason) {
    startedBecause = reason;
    observations = 0;
    result = new RateResult.Unbounded();
    all = new LineSet();
    beforeRecent = new LineSet();
    recent.clear();
    sinceMovement = Optional.empty();
    driftReported = false;
  }

  /**
   * Takes the next observation.
   *
   * @return what it proved for the first time, if anything
   * @throws IllegalArgumentException if it ends before the one before it
   */
  public Optional<RateEvent> add(OffsetObservation observation) {
    if (!all.isEmpty() && observation.untilCycles() - all.untilCycles() < 0) {
      throw new IllegalArgumentException("an observation older than the one before it");
    }
    observations++;
    all.add(observation);
    recent.addLast(observation);
    sinceMovement.ifPresent(lines -> lines.add(observation));
    result = all.result();
    if (result instanceof RateResult.Contradicted
        || sinceMovement.filter(LineSet::contradictory).isPresent()) {
      return Optional.of(stepped(observation));
    }
    if (recent.size() > RECENT) {
      beforeRecent.add(recent.removeFirst());
    }
    return result instanceof RateResult.Bounded bounded && bounded.excludesZero()
        ? moving(bounded, observation)
        : Optional.empty();
  }

  private RateEvent stepped(OffsetObservation observation) {
    RateResult.Contradicted change = StepFinder.find(beforeRecent, new ArrayList<>(recent));
    restart("the offset left its straight line");
    LineSet alone = new LineSet();
    alone.add(observation);
    // An observation that contradicts itself spans the change: the next one starts anew.
    if (!alone.contradictory()) {
      observations = 1;
      all = alone;
      recent.addLast(observation);
      result = alone.result();
    }
    return new RateEvent.Step(change);
  }

  private Optional<RateEvent> moving(RateResult.Bounded rate, OffsetObservation observation) {
    if (sinceMovement.isEmpty()) {
      LineSet lines = new LineSet();
      lines.add(observation);
      sinceMovement = Optional.of(lines);
      return Optional.of(new RateEvent.Moved(rate));
    }
    if (!driftReported
        && sinceMovement.get().result() instanceof RateResult.Bounded again
        && again.sign() == rate.sign()) {
      driftReported = true;
      return Optional.of(new RateEvent.Drift(rate));
    }
    return Optional.empty();
  }

  /** What all observations since the last start prove. */
  public RateResult result() {
    return result;
  }

  /** True once a drift was proven, until the next start. */
  public boolean drifting() {
    return driftReported;
  }

  /** How many observations were taken since the last start. */
  public long observations() {
    return observations;
  }

  /** Why it last started. */
  public String startedBecause() {
    return startedBecause;
  }

  /** How many points the hulls hold, for the bound on memory. */
  int pointCount() {
    return all.pointCount()
        + beforeRecent.pointCount()
        + sinceMovement.map(LineSet::pointCount).orElse(0);
  }
}
