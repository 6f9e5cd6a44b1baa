package io.tscwatch.checks.watch;

import io.tscwatch.checks.finding.Quantity;
import io.tscwatch.checks.finding.Severity;
import java.util.List;

/**
 * Something that happened to the machine, and that is no fault of its TSC.
 *
 * @param kind one of the host's events
 * @param severity how grave it is for a person who reads a log
 * @param restartsBaseline whether counters may have moved for it: then what was measured before
 *     says nothing about what is measured after
 * @param quantities its numbers
 * @param sentence one line
 */
record HostEvent(
    WatchEvent.Kind kind,
    Severity severity,
    boolean restartsBaseline,
    List<Quantity> quantities,
    String sentence) {}
