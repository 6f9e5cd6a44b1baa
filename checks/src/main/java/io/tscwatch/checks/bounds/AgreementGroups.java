package io.tscwatch.checks.bounds;

import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.List;

/**
 * The CPUs sorted into groups that agree, so that the odd one out can be named, the reference CPU
 * included.
 *
 * <p>Two CPUs differ when their closed interval excludes every offset of at most the tolerated
 * cycles. The first group is a largest set of CPUs no two of which differ; the second is a largest
 * one of those that are left; and so on. Among largest sets one with the reference CPU comes first.
 * The same bounds always give the same groups.
 *
 * <p>"Provably ahead by more than the tolerance" is transitive, because the bounds are closed: a
 * strict partial order, whose largest antichain Dilworth's theorem finds in polynomial time. In
 * general graphs this would be the largest clique, which nobody can find.
 *
 * @param groups the groups; every CPU of the matrix is in exactly one
 */
public record AgreementGroups(List<CpuSet> groups) {

  public AgreementGroups {
    groups = List.copyOf(groups);
  }

  /**
   * Sorts the CPUs of a closed matrix.
   *
   * @param referenceCpu wins ties
   * @param toleratedCycles offsets of at most so much are no difference, at least 0
   */
  public static AgreementGroups of(ClosedMatrix matrix, int referenceCpu, long toleratedCycles) {
    if (toleratedCycles < 0) {
      throw new IllegalArgumentException("tolerated cycles below zero: " + toleratedCycles);
    }
    int reference = matrix.indexOf(referenceCpu);
    PrecedenceOrder order = PrecedenceOrder.of(matrix, toleratedCycles);
    BitRow left = BitRow.full(matrix.size());
    List<CpuSet> groups = new ArrayList<>();
    while (!left.isEmpty()) {
      BitRow group = largest(order, left, reference);
      left.removeAll(group);
      groups.add(cpus(matrix, group));
    }
    return new AgreementGroups(groups);
  }

  private static BitRow largest(PrecedenceOrder order, BitRow left, int reference) {
    BitRow any = order.largestAntichain(left);
    if (!left.contains(reference) || any.contains(reference)) {
      return any;
    }
    BitRow withReference = order.largestAntichain(order.incomparable(left, reference));
    return withReference.size() == any.size() ? withReference : any;
  }

  private static CpuSet cpus(ClosedMatrix matrix, BitRow indices) {
    return CpuSet.of(indices.stream().map(matrix::cpu).toArray());
  }

  /** The largest group. Empty for a matrix without CPUs. */
  public CpuSet main() {
    return groups.isEmpty() ? CpuSet.empty() : groups.get(0);
  }

  /** Every CPU that is not in the largest group. */
  public CpuSet outliers() {
    CpuSet outliers = CpuSet.empty();
    for (CpuSet group : groups.subList(Math.min(1, groups.size()), groups.size())) {
      outliers = outliers.plus(group);
    }
    return outliers;
  }

  /** True if no two CPUs differ. */
  public boolean unanimous() {
    return groups.size() <= 1;
  }
}
