package io.tscwatch.daemon.http;

/**
 * A yes or no that gives its reason.
 *
 * @param holds whether it does
 * @param reason a few words, in both cases
 */
public record Condition(boolean holds, String reason) {}
