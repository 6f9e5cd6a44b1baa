package io.tscwatch.checks.reference;

import java.util.Optional;

/**
 * The HPET's General Capabilities and ID Register (IA-PC HPET specification 1.0a, 2.3.4).
 *
 * @param periodFemtos COUNTER_CLK_PERIOD, bits 63:32: one tick in femtoseconds
 * @param bits 64 if COUNT_SIZE_CAP, bit 13, is set, else 32
 */
public record HpetCapability(long periodFemtos, int bits) {

  /** "The value in this field must be less than or equal to 05F5E100h": 100 ns. */
  private static final long LONGEST_PERIOD_FEMTOS = 0x05F5E100L;

  /** The kernel takes nothing faster for an HPET (HPET_MIN_PERIOD, arch/x86/kernel/hpet.c). */
  private static final long SHORTEST_PERIOD_FEMTOS = 100_000L;

  private static final int COUNT_SIZE_CAP = 1 << 13;

  /** Reads the register; empty if it is none, such as all ones of a chip that is not there. */
  public static Optional<HpetCapability> parse(long register) {
    long period = register >>> 32;
    return period >= SHORTEST_PERIOD_FEMTOS && period <= LONGEST_PERIOD_FEMTOS
        ? Optional.of(new HpetCapability(period, (register & COUNT_SIZE_CAP) != 0 ? 64 : 32))
        : Optional.empty();
  }
}
