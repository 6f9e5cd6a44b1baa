package io.tscwatch.checks.topology;

/** The kind of a core on a hybrid machine. */
public enum CoreKind {
  /** The kernel names no kinds: all cores are alike, or it is too old to tell them apart. */
  UNSTATED,
  /** Listed in /sys/devices/cpu_core/cpus. */
  PERFORMANCE,
  /** Listed in /sys/devices/cpu_atom/cpus. */
  EFFICIENCY,
  /** Listed in /sys/devices/cpu_lowpower/cpus: efficiency cores outside the main cluster. */
  LOW_POWER
}
