package io.tscwatch.checks.verdict;

import io.tscwatch.checks.bounds.CpuOffset;
import java.util.Optional;

/**
 * What is said of one CPU.
 *
 * @param cpu Linux CPU number
 * @param verdict RELIABLE only if the CPU was measured and proven in sync
 * @param offset its counter against the reference CPU's; empty if it was not measured, and for the
 *     reference itself
 * @param reason a few words: why this verdict
 */
public record CpuVerdict(int cpu, Verdict verdict, Optional<CpuOffset> offset, String reason) {}
