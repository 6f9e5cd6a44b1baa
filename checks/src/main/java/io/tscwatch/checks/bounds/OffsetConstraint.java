package io.tscwatch.checks.bounds;

/**
 * One certified difference constraint: {@code offset(toCpu) - offset(fromCpu) <= upperCycles}.
 *
 * <p>It is what one direction of an exchange proves, {@code fromCpu} being the sender: the smallest
 * {@code received - sent} is at least the offset of the receiver against the sender.
 *
 * @param fromCpu Linux CPU number of the sender
 * @param toCpu Linux CPU number of the receiver, not equal to {@code fromCpu}
 * @param upperCycles upper bound, in TSC cycles
 */
public record OffsetConstraint(int fromCpu, int toCpu, long upperCycles) {

  public OffsetConstraint {
    if (fromCpu < 0 || toCpu < 0 || fromCpu == toCpu) {
      throw new IllegalArgumentException("not a pair of CPUs: " + fromCpu + ", " + toCpu);
    }
  }
}
