/**
 * How long a fault goes untold: from the moment it is planted until the status and the event stream
 * say so.
 *
 * <p>Enters: this machine's real loop, with faults planted into one CPU's counter. Leaves: the
 * times of each run, by kind of fault.
 */
package io.tscwatch.bench.latency;
