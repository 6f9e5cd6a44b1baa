/**
 * What to do about the clocksource when the TSC is at fault, decided and not done.
 *
 * <p>Enters: the verdict with its proof, the clocksources, and what is remembered of earlier
 * switches. Leaves: a {@link io.tscwatch.checks.enforce.Decision} with its reason. Pure.
 */
package io.tscwatch.checks.enforce;
