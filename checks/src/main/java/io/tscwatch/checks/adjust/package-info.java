/**
 * The audit of TSC_ADJUST, by the kernel's own rules (arch/x86/kernel/tsc_sync.c).
 *
 * <p>Enters: one reading of register 0x3b for each CPU ({@link
 * io.tscwatch.checks.adjust.AdjustReader}), the packages, what CPUID declares, and what the
 * exchange measured. Leaves: {@link io.tscwatch.checks.adjust.AdjustFacts} and the {@code adjust.*}
 * findings.
 */
package io.tscwatch.checks.adjust;
