/**
 * Writes the page that other programs read the verdict from ({@link io.tscwatch.checks.share}).
 *
 * <p>Enters: every status of the watch. Leaves: {@code verdict} in the runtime folder.
 */
package io.tscwatch.daemon.share;
