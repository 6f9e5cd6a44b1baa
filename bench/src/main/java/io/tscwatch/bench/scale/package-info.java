/**
 * What a check costs on larger machines.
 *
 * <p>Enters: simulated machines of 2 to 4096 CPUs, each judged in a process of its own that runs as
 * the launcher runs the program. Leaves: times and memory by size, and the exponents fitted.
 */
package io.tscwatch.bench.scale;
