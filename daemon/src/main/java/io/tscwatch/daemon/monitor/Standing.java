package io.tscwatch.daemon.monitor;

import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Where a machine stands, as far as a monitoring system wants to know.
 *
 * @param labels what every series says of the machine: nothing if it is real, else {@code
 *     simulated} or {@code replayed} with the name of what is shown
 * @param verdict of the machine
 * @param warnings whether any finding is a warning
 * @param reason one sentence: why
 * @param asOfRealtimeNanos nanoseconds since 1970
 * @param agreementNanos the largest offset that any two CPUs can have, if all agree
 * @param maxSkewNanos what is tolerated, if known
 * @param evidenceAgeNanos age of the oldest evidence; empty for a check, which has just measured
 * @param findings the gravest first
 * @param cpus every CPU that is online, ascending
 */
public record Standing(
    Map<String, String> labels,
    Verdict verdict,
    boolean warnings,
    String reason,
    long asOfRealtimeNanos,
    OptionalLong agreementNanos,
    OptionalLong maxSkewNanos,
    OptionalLong evidenceAgeNanos,
    List<Found> findings,
    List<Cpu> cpus) {

  /**
   * A finding.
   *
   * @param code such as {@code skew.warp}
   * @param severity such as {@code critical}
   * @param cpus empty if it is about the machine
   * @param sentence one line
   */
  public record Found(String code, String severity, CpuSet cpus, String sentence) {}

  /**
   * A CPU.
   *
   * @param bounds against the reference CPU; empty for the reference, and where nothing is known
   * @param tscAdjustCycles TSC_ADJUST, if known
   */
  public record Cpu(
      int cpu,
      OptionalInt packageId,
      Verdict verdict,
      Optional<Bounds> bounds,
      OptionalLong tscAdjustCycles) {}

  /** Certified bounds of an offset, nanoseconds rounded outward. */
  public record Bounds(long lowerNanos, long upperNanos) {
    long widthNanos() {
      return upperNanos - lowerNanos;
    }
  }

  public Standing {
    labels = Map.copyOf(labels);
    findings = List.copyOf(findings);
    cpus = List.copyOf(cpus);
  }

  long count(Verdict wanted) {
    return cpus.stream().filter(cpu -> cpu.verdict() == wanted).count();
  }
}
