/**
 * What the CPU, and the hypervisor that stands in for it, declare about the TSC.
 *
 * <p>Enters: the registers that CPUID returned, as {@link io.tscwatch.checks.cpuid.CpuidLeaf}s of
 * the leaves in {@link io.tscwatch.checks.cpuid.CpuidLeaves#WANTED}. Leaves: {@link
 * io.tscwatch.checks.cpuid.CpuidFacts} and the findings that concern only these. Nothing here
 * executes CPUID.
 */
package io.tscwatch.checks.cpuid;
