/**
 * The status endpoint: what the watch knows, over HTTP, to anyone on this machine who asks.
 *
 * <p>Statuses and events come in as a {@link io.tscwatch.checks.watch.WatchListener}, the past from
 * a {@link io.tscwatch.daemon.http.HistorySource}; documents go out. Nothing that a client sends
 * reaches the watch.
 */
package io.tscwatch.daemon.http;
