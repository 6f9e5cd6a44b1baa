/**
 * The arithmetic of figures: quantiles, shares with their confidence intervals, where a curve
 * crosses a level, exponents. Pure functions of numbers; doubles are fine here, for no verdict on a
 * machine rests on them.
 */
package io.tscwatch.bench.statistics;
