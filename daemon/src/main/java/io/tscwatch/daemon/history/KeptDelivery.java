package io.tscwatch.daemon.history;

/**
 * Something to tell, kept until its target has it.
 *
 * @param id grows with every delivery, across restarts too
 * @param target the name of who is to be told
 * @param event such as {@code firing}
 * @param atRealtimeNanos when it happened, nanoseconds since 1970
 * @param missed so many deliveries were dropped in its place; 0 for one that was not dropped
 * @param alert what it is about
 */
public record KeptDelivery(
    long id, String target, String event, long atRealtimeNanos, long missed, KeptAlert alert) {}
