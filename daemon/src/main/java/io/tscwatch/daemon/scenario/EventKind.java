package io.tscwatch.daemon.scenario;

/** What can happen to a simulated machine, by the name that scenarios give it. */
enum EventKind {
  TSC_STEP,
  RATE_CHANGE,
  ADJUST_WRITTEN,
  ADJUST_RESTORED,
  OFFLINE,
  ONLINE,
  SUSPEND,
  CLOCK_SET,
  CLOCKSOURCE,
  MIGRATION,
  MSR_ACCESS,
  KERNEL_LOG_ACCESS,
  STARVATION,
  PREEMPTION_STORM,
  FLOOR_RISE,
  KERNEL_LINE,
  WITNESS_STEP,
  WITNESS_STALL,
  WITNESS_RATE,
  DISCIPLINE
}
