package io.tscwatch.checks.adjust;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rule that TSC_ADJUST never changes by itself: a change while the machine runs is a write by
 * software or firmware. The kernel sets it back when the CPU next idles, "TSC ADJUST differs: CPU%u
 * %lld --&gt; %lld. Restoring" (tsc_verify_tsc_adjust()), at most once a second; so two equal
 * readings do not prove that nothing happened between them.
 */
public final class AdjustChanges {

  private AdjustChanges() {}

  /**
   * The finding for all CPUs whose value is another than it was; empty if there is none. CPUs that
   * are only in one of the two say nothing: they came or went.
   *
   * @param before values in cycles by CPU, at an earlier time of the same boot
   * @param now values in cycles by CPU
   */
  public static Optional<Finding> between(
      SortedMap<Integer, Long> before, SortedMap<Integer, Long> now) {
    SortedMap<Integer, Long> changes = new TreeMap<>();
    List<String> words = new ArrayList<>();
    for (Map.Entry<Integer, Long> entry : now.entrySet()) {
      int cpu = entry.getKey();
      long value = entry.getValue();
      long old = before.getOrDefault(cpu, value);
      if (value != old) {
        changes.put(cpu, value - old);
        words.add("CPU " + cpu + " from " + old + " to " + value);
      }
    }
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            FindingCode.ADJUST_CHANGED,
            Severity.WARNING,
            CpuSet.of(changes.keySet()),
            AdjustText.ends("lowestChange", "highestChange", changes.values()),
            "MSR 0x3b read twice in one boot",
            "TSC_ADJUST changed while the machine ran: "
                + AdjustText.shortened(words, " more CPUs")
                + ". It never changes by itself: software or firmware wrote it, or the TSC.",
            "Look for \"TSC ADJUST differs\" in the kernel log, for software that writes MSR 0x10 or"
                + " 0x3b, and for firmware that runs now and then (SMM)."));
  }
}
