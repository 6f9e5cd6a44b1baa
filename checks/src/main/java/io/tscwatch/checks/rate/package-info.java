/**
 * What offsets observed over time prove about the rate of one CPU's counter against the
 * reference's.
 *
 * <p>Enters: {@link io.tscwatch.checks.rate.OffsetObservation}s of one CPU against one reference.
 * If the rate is constant, the offset over time is a straight line that passes below every upper
 * bound and above every lower bound. The steepest and the flattest such line bound the rate, and
 * what the offset is now and will be ({@link io.tscwatch.checks.rate.LineBand}). If there is none,
 * the counter stepped or changed its rate, which {@link io.tscwatch.checks.rate.StepFinder} dates
 * and measures. Leaves: {@link io.tscwatch.checks.rate.RateResult}, and the {@link
 * io.tscwatch.checks.rate.RateEvent}s of a {@link io.tscwatch.checks.rate.RateTracker} that runs
 * for months.
 *
 * <p>Time is the reference CPU's counter. Slopes are kept as fractions of 64-bit integers and
 * compared by 128-bit products; every number that leaves is rounded outward. Forgetting an
 * observation can only widen an answer, never falsify it, which is why memory can be bounded.
 */
package io.tscwatch.checks.rate;
