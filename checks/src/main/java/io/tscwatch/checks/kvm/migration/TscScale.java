package io.tscwatch.checks.kvm.migration;

/**
 * How the hardware makes a guest's TSC run at another rate than the host's: {@code guest = (host *
 * ratio >> fractionBits) + offset} (kvm_scale_tsc(), arch/x86/kvm/x86.c; 48 binary places on Intel,
 * 32 on AMD).
 *
 * @param ratio as unsigned 64 bits; not 0
 * @param fractionBits binary places of the ratio, 1 to 63
 */
public record TscScale(long ratio, int fractionBits) {

  /** The guest's TSC runs at the host's rate. */
  public static final TscScale NONE = new TscScale(1L << 48, 48);

  /**
   * A scale.
   *
   * @throws IllegalArgumentException if out of range
   */
  public TscScale {
    if (ratio == 0 || fractionBits < 1 || fractionBits > 63) {
      throw new IllegalArgumentException("a TSC scale needs a ratio and 1 to 63 fraction bits");
    }
  }

  /**
   * The host's TSC at the guest's rate: the 128-bit product, shifted, its lower 64 bits, as
   * mul_u64_u64_shr() computes it.
   */
  public long scale(long hostTscCycles) {
    long high =
        Math.multiplyHigh(hostTscCycles, ratio)
            + (hostTscCycles < 0 ? ratio : 0)
            + (ratio < 0 ? hostTscCycles : 0);
    long low = hostTscCycles * ratio;
    return (high << (64 - fractionBits)) | (low >>> fractionBits);
  }
}
