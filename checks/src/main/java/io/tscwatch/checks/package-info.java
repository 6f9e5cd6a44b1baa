/**
 * Measuring and judging the TSC of a machine: a library in its own right.
 *
 * <p>In: a {@link io.tscwatch.checks.machine.Machine}, real, simulated or recorded. Out: findings
 * and a verdict. The data's way is one way: read, fact, finding, verdict; nothing flows back. May
 * use JNA, in the packages that read the real machine only; no HTTP, no logging, no daemon.
 */
package io.tscwatch.checks;
