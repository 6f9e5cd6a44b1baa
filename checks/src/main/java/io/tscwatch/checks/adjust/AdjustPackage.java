package io.tscwatch.checks.adjust;

import io.tscwatch.checks.topology.CpuSet;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * TSC_ADJUST within one package. "The TSC_ADJUST values in a package must be the same"
 * (tsc_store_and_check_tsc_adjust()).
 *
 * @param number the package's number
 * @param referenceCpu its first CPU that could be read
 * @param referenceCycles that CPU's value
 * @param deviating the CPUs with another value, by value, ascending
 */
public record AdjustPackage(
    int number, int referenceCpu, long referenceCycles, SortedMap<Long, CpuSet> deviating) {

  public AdjustPackage {
    deviating = Collections.unmodifiableSortedMap(new TreeMap<>(deviating));
  }

  /** All CPUs whose value is not the reference's. */
  public CpuSet deviatingCpus() {
    return deviating.values().stream().reduce(CpuSet.empty(), CpuSet::plus);
  }
}
