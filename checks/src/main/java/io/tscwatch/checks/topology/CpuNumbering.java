package io.tscwatch.checks.topology;

/** How firmware and kernel number the CPUs of a machine. */
public enum CpuNumbering {
  /** First threads of all cores, package by package, then all second threads: n and n + cores. */
  SIBLINGS_LAST,
  /** The threads of a core one after the other: n and n + 1. */
  SIBLINGS_ADJACENT,
  /** As {@link #SIBLINGS_LAST}, but dealt out to the packages in turn: with two, even and odd. */
  PACKAGES_INTERLEAVED
}
