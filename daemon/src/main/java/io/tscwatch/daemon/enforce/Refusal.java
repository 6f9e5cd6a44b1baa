package io.tscwatch.daemon.enforce;

/**
 * A write that came to nothing.
 *
 * @param from the clocksource that is in use still
 * @param to what was to be written
 * @param reason in words, without a full stop
 * @param remedy what would help; empty if nothing is known to
 * @param kernelSaid the line of the kernel's log; empty if there is none
 */
record Refusal(String from, String to, String reason, String remedy, String kernelSaid) {}
