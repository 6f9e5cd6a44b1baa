/**
 * {@code tscwatch status}: asks the daemon of this machine, or of another, what it says.
 *
 * <p>{@code /v1/status} comes in, text and an exit code go out.
 */
package io.tscwatch.daemon.status;
