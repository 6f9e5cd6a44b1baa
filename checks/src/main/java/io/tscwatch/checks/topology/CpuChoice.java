package io.tscwatch.checks.topology;

import io.tscwatch.checks.read.Reading;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which CPUs are measured, and which are not and why. Every CPU that is present is in exactly one
 * place: nothing is left out silently. Immutable; safe for use by many threads.
 *
 * @param measured the CPUs to measure
 * @param leftOut all others, by reason, in the order of the reasons; reasons without CPUs are
 *     absent
 */
public record CpuChoice(CpuSet measured, Map<Reason, CpuSet> leftOut) {

  /** Why a CPU is not measured. The first reason that holds is the one that is given. */
  public enum Reason {
    /** Present but not online. */
    OFFLINE("offline"),
    /** Named by the user to be left out, or not among those named to be measured. */
    NOT_SELECTED("not selected"),
    /** The affinity of this process, or its cpuset, does not hold it. */
    NOT_ALLOWED("not allowed by this process's affinity or cpuset"),
    /** Isolated from the scheduler (isolcpus=). */
    ISOLATED("isolated (isolcpus)"),
    /** Runs without a tick (nohz_full=), which a measurement would disturb. */
    NOHZ_FULL("tickless (nohz_full)");

    private final String phrase;

    Reason(String phrase) {
      this.phrase = phrase;
    }

    /** A few words for people, such as {@code isolated (isolcpus)}. */
    public String phrase() {
      return phrase;
    }
  }

  public CpuChoice {
    Map<Reason, CpuSet> ordered = new EnumMap<>(Reason.class);
    ordered.putAll(leftOut);
    leftOut = Collections.unmodifiableMap(ordered);
  }

  /** The CPUs left out for one reason; empty if none. */
  public CpuSet leftOut(Reason reason) {
    return leftOut.getOrDefault(reason, CpuSet.empty());
  }

  /**
   * Chooses.
   *
   * @param affinity what this process may use; if it could not be read, the kernel's refusal while
   *     measuring decides
   * @param selected the CPUs that the user named, which are then measured even if isolated; empty
   *     for all
   * @param excluded the CPUs that the user named to be left out
   * @param sparing true to leave out isolated and tickless CPUs that the user did not name
   * @throws IllegalArgumentException with a sentence for the user, if {@code selected} or {@code
   *     excluded} names CPUs that the machine does not have
   */
  public static CpuChoice of(
      Topology topology,
      Reading<CpuSet> affinity,
      Optional<CpuSet> selected,
      CpuSet excluded,
      boolean sparing) {
    // Without any list in sysfs, the affinity is all that is known of the machine's CPUs.
    CpuSet known = topology.cpus().plus(topology.offline());
    CpuSet present = known.isEmpty() ? affinity.toOptional().orElse(CpuSet.empty()) : known;
    CpuSet strangers = selected.orElse(CpuSet.empty()).plus(excluded).minus(present);
    if (!strangers.isEmpty()) {
      throw new IllegalArgumentException(
          "this machine has no CPU " + strangers + " (its CPUs are " + present + ")");
    }
    boolean spare = sparing && selected.isEmpty();
    Map<Reason, CpuSet> candidates = new EnumMap<>(Reason.class);
    candidates.put(Reason.OFFLINE, topology.offline());
    candidates.put(Reason.NOT_SELECTED, present.minus(selected.orElse(present)).plus(excluded));
    candidates.put(Reason.NOT_ALLOWED, present.minus(affinity.toOptional().orElse(present)));
    candidates.put(Reason.ISOLATED, spare ? orNone(topology.isolated()) : CpuSet.empty());
    candidates.put(Reason.NOHZ_FULL, spare ? orNone(topology.nohzFull()) : CpuSet.empty());
    CpuSet remaining = present;
    Map<Reason, CpuSet> leftOut = new EnumMap<>(Reason.class);
    for (Map.Entry<Reason, CpuSet> candidate : candidates.entrySet()) {
      CpuSet taken = remaining.and(candidate.getValue());
      if (!taken.isEmpty()) {
        leftOut.put(candidate.getKey(), taken);
        remaining = remaining.minus(taken);
      }
    }
    return new CpuChoice(remaining, leftOut);
  }

  private static CpuSet orNone(Reading<CpuSet> cpus) {
    return cpus.toOptional().orElse(CpuSet.empty());
  }
}
