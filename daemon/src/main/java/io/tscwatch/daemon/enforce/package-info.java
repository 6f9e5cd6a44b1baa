/**
 * Enforcement: the decisions of {@link io.tscwatch.checks.enforce} carried out, and remembered.
 *
 * <p>Enters: every status of the watch, and what an earlier run left on disk. Leaves: writes to
 * current_clocksource through a {@link io.tscwatch.daemon.enforce.ClocksourceLever}, findings and
 * events for the watch, log lines, and a state to be shown.
 */
package io.tscwatch.daemon.enforce;
