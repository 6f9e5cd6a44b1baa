package io.tscwatch.checks.schedule;

import io.tscwatch.checks.topology.CpuSet;
import java.util.BitSet;
import java.util.List;

/** Pairs that can be measured at the same time, because no CPU is in two of them. Immutable. */
public record Round(List<CpuPair> pairs) {

  /**
   * @throws IllegalArgumentException if a CPU is in two pairs
   */
  public Round {
    pairs = List.copyOf(pairs);
    BitSet seen = new BitSet();
    for (CpuPair pair : pairs) {
      if (seen.get(pair.lower()) || seen.get(pair.higher())) {
        throw new IllegalArgumentException("a CPU of pair " + pair + " is in the round twice");
      }
      seen.set(pair.lower());
      seen.set(pair.higher());
    }
  }

  /** The CPUs that take part. */
  public CpuSet cpus() {
    BitSet cpus = new BitSet();
    pairs.forEach(
        pair -> {
          cpus.set(pair.lower());
          cpus.set(pair.higher());
        });
    return CpuSet.of(cpus.stream().boxed().toList());
  }
}
