package io.tscwatch.checks.cpuid;

/** The four registers that CPUID returned for one leaf and subleaf. */
public record CpuidLeaf(int leaf, int subleaf, int eax, int ebx, int ecx, int edx) {}
