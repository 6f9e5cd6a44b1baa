/**
 * Which offsets each method proves, and what it takes for a fault where there is none.
 *
 * <p>Enters: runs of all methods with planted offsets, mixed. Leaves: power curves, the offset that
 * is found in 95 % of runs, false positives.
 */
package io.tscwatch.bench.sensitivity;
