package io.tscwatch.daemon.history;

import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.topology.CpuSet;
import java.util.List;

/**
 * What others are alerted of: all findings of one code and severity, on one machine.
 *
 * @param fingerprint of what makes two alerts the same one; the CPUs are not part of it
 * @param origin the machine that it is about
 * @param code such as {@code skew.warp}
 * @param severity such as {@code critical}
 * @param cpus of all its findings; empty if it is about the machine
 * @param amounts the numbers of its first finding
 * @param sentence one line that a person understands
 * @param advice what to do; may be empty
 * @param evidence what it rests on; may be empty
 * @param startedRealtimeNanos since when, nanoseconds since 1970
 */
public record KeptAlert(
    String fingerprint,
    Origin origin,
    String code,
    String severity,
    CpuSet cpus,
    List<StoredEvent.Amount> amounts,
    String sentence,
    String advice,
    String evidence,
    long startedRealtimeNanos) {

  public KeptAlert {
    amounts = List.copyOf(amounts);
  }
}
