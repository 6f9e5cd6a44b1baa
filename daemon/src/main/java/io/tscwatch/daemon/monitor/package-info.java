/**
 * An answer in the formats of other people's monitoring: a Nagios plugin's line, a
 * node-problem-detector plugin's message, the text format of Prometheus.
 *
 * <p>What {@code tscwatch check} measured or {@code tscwatch status} was told comes in as a {@link
 * io.tscwatch.daemon.monitor.Standing}; text goes out.
 */
package io.tscwatch.daemon.monitor;
