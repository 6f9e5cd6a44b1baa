package io.tscwatch.checks.finding;

import io.tscwatch.checks.topology.CpuSet;
import java.util.List;

/**
 * One thing that was found, with all that is needed to believe it and to act on it.
 *
 * @param code what kind of thing; stable for ever, explained by {@code tscwatch explain CODE}
 * @param severity what it does to the verdict
 * @param cpus the CPUs it is about; empty when it is about the machine
 * @param quantities its numbers, in the order in which a person wants them
 * @param evidence where it comes from: the file, the register, the exchange, the log line quoted
 * @param sentence one sentence that a person understands, numbers and CPUs included
 * @param advice what to do about it; empty when there is nothing to do
 */
public record Finding(
    FindingCode code,
    Severity severity,
    CpuSet cpus,
    List<Quantity> quantities,
    String evidence,
    String sentence,
    String advice) {

  public Finding {
    quantities = List.copyOf(quantities);
  }
}
