package io.tscwatch.checks.rate;

/** Something that an observation proved for the first time. */
public sealed interface RateEvent {

  /**
   * The offset is not constant: no level line satisfies the observations. A step or a drift; the
   * observations to come tell which.
   *
   * @param rate the rate, if it is a drift
   */
  record Moved(RateResult.Bounded rate) implements RateEvent {}

  /**
   * The counter drifts: after the offset was proven to move it went on, and the observations from
   * then on prove alone that it moves in the same direction. No single step does that.
   *
   * @param rate the rate from all observations
   */
  record Drift(RateResult.Bounded rate) implements RateEvent {}

  /** The counter stepped or changed its rate. The tracker has started anew after it. */
  record Step(RateResult.Contradicted change) implements RateEvent {}
}
