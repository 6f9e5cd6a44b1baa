/**
 * The daemon tells others itself: an Alertmanager, or a webhook.
 *
 * <p>In: statuses of the watch ({@link io.tscwatch.daemon.alert.Alerts} is one of its listeners),
 * and settings. Out: requests to the targets, and what is still to be told, kept by the history
 * until it was. One thread finds out what changed, one for each target tells it; the watching
 * thread only hands over, and without a target there is no thread at all.
 *
 * <p>All findings of one code and severity are one alert, whatever the number of CPUs, so that a
 * machine of 2048 CPUs has no more alerts than there are codes. A Prometheus that scrapes {@code
 * /metrics} needs none of this; it is for hosts that nobody scrapes.
 */
package io.tscwatch.daemon.alert;
