/**
 * Whether another loop, another kind of thread or an earlier end would serve the exchange better.
 *
 * <p>Enters: runs of all variants of the loop, mixed. Leaves: widths by variant, what SCHED_FIFO
 * and a kept thread would save, and what an adaptive stop would cost in width.
 */
package io.tscwatch.bench.variants;
