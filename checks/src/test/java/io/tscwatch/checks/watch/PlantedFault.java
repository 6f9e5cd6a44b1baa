package io.tscwatch.checks.watch;

import io.tscwatch.checks.simulate.Event;
import io.tscwatch.checks.simulate.ScenarioBuilder;
import io.tscwatch.checks.topology.CpuSet;

/**
 * A fault of one CPU's counter that begins and is healed again.
 *
 * @param kind what it is
 * @param cpu the CPU
 * @param atNanos when it begins, since the scenario began
 * @param untilNanos when it is healed
 * @param size cycles of a step or of TSC_ADJUST; ps/s of a rate
 */
record PlantedFault(Kind kind, int cpu, long atNanos, long untilNanos, long size) {

  /** What can be planted. */
  enum Kind {
    /** The hardware loses or gains cycles. */
    STEP,
    /** Someone writes the TSC: TSC_ADJUST shows it. */
    WRITE,
    /** The counter runs at another rate. */
    RATE
  }

  private static final long KHZ = 2_600_000;

  void plant(ScenarioBuilder scenario) {
    CpuSet one = CpuSet.of(cpu);
    switch (kind) {
      case STEP -> {
        scenario.at(atNanos, new Event.TscStep(one, size, false));
        scenario.at(untilNanos, new Event.TscStep(one, -size, false));
      }
      case WRITE -> {
        scenario.at(atNanos, new Event.TscStep(one, size, true));
        scenario.at(untilNanos, new Event.TscStep(one, -size, true));
      }
      case RATE -> {
        scenario.at(atNanos, new Event.RateChange(one, size));
        scenario.at(untilNanos, new Event.RateChange(one, 0));
        scenario.at(untilNanos, new Event.TscStep(one, -gainedCycles(untilNanos), false));
      }
    }
  }

  private long gainedCycles(long nanos) {
    // kHz x ns x ps/s has 96 bits at its worst: in steps that keep 64.
    long nominal = (nanos - atNanos) / 1000 * KHZ / 1000;
    return nominal / 1_000_000 * size / 1_000_000 + nominal % 1_000_000 * size / 1_000_000_000_000L;
  }

  /** How far the counter is off at a time. */
  long magnitudeCycles(long nanos) {
    return Math.abs(kind == Kind.RATE ? gainedCycles(nanos) : size);
  }

  /** When the counter is off by more than so much; {@link Long#MAX_VALUE} if it never is. */
  long aboveFromNanos(long cycles) {
    if (magnitudeCycles(untilNanos) <= cycles) {
      return Long.MAX_VALUE;
    }
    if (kind != Kind.RATE) {
      return atNanos;
    }
    long low = atNanos;
    long high = untilNanos;
    while (high - low > 1000) {
      long middle = low + (high - low) / 2;
      if (magnitudeCycles(middle) > cycles) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }
}
