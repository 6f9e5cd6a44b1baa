/**
 * What measured pairs prove about the counters: offsets as certified intervals.
 *
 * <p>Enters: {@link io.tscwatch.checks.exchange.ExchangeResult}s. Each direction of an exchange is
 * one difference constraint {@code offset(to) - offset(from) <= cycles}, collected in an {@link
 * io.tscwatch.checks.bounds.OffsetMatrix}. {@link io.tscwatch.checks.bounds.Closure} tightens them
 * along paths or names the cycle of constraints that cannot all hold. Leaves: {@link
 * io.tscwatch.checks.bounds.CpuOffset} for each CPU against a reference, {@link
 * io.tscwatch.checks.bounds.ClosedMatrix} for every pair, and {@link
 * io.tscwatch.checks.bounds.AgreementGroups}, which say who is the odd one out.
 *
 * <p>Everything is a pure function of immutable values, exact in 64-bit integers. One premise is
 * made, here and nowhere else: no two counters of a machine are further apart than {@link
 * io.tscwatch.checks.bounds.OffsetBounds#LIMIT_CYCLES}, 48 years at 3 GHz. With it no sum
 * overflows.
 */
package io.tscwatch.checks.bounds;
