package io.tscwatch.checks.simulate;

import io.tscwatch.checks.reference.ClockKind;
import io.tscwatch.checks.topology.CpuSet;
import java.util.Map;
import java.util.Optional;

/** One thing that happens to a simulated machine. */
public sealed interface Event {

  /** The CPUs that it is about; empty if it is about the whole machine. */
  default CpuSet cpus() {
    return CpuSet.empty();
  }

  /** The clock beside the counters that it is about, if it is about one. */
  default Optional<ClockKind> clock() {
    return Optional.empty();
  }

  /**
   * A counter steps.
   *
   * @param cycles by how much, positive forwards
   * @param adjustMoves true as after WRMSR of the TSC or of TSC_ADJUST, which both move TSC_ADJUST
   *     by the same amount; false for a fault of the hardware
   */
  record TscStep(CpuSet cpus, long cycles, boolean adjustMoves) implements Event {}

  /** A counter runs at another rate from now on, against its nominal frequency. */
  record RateChange(CpuSet cpus, long ratePicosPerSecond) implements Event {
    public RateChange {
      CounterPlan.checkRate(ratePicosPerSecond);
    }
  }

  /** Someone writes TSC_ADJUST; the counter moves by the difference to the value before. */
  record AdjustWritten(CpuSet cpus, long cycles) implements Event {}

  /**
   * Someone writes TSC_ADJUST, and the kernel restores it when the CPU goes idle and says so in its
   * log.
   *
   * @param nanos how long the wrong value stays
   */
  record AdjustRestored(CpuSet cpus, long cycles, long nanos) implements Event {
    public AdjustRestored {
      checkDuration(nanos);
    }
  }

  /** CPUs go offline. */
  record Offline(CpuSet cpus) implements Event {}

  /** CPUs come online, their counters as if they had never been away. */
  record Online(CpuSet cpus) implements Event {}

  /** What the counters do while the machine is suspended. */
  enum TscInSuspend {
    /** They count on (nonstop_tsc_s3). */
    CONTINUES,
    /** They stand still. */
    STOPS,
    /** They begin again at zero, and TSC_ADJUST with them. */
    RESETS
  }

  /**
   * The machine is suspended: MONOTONIC stops, BOOTTIME goes on.
   *
   * @param skewCycles offsets that the CPUs named have in addition afterwards
   */
  record Suspend(long nanos, TscInSuspend tsc, Map<Integer, Long> skewCycles) implements Event {
    public Suspend {
      checkDuration(nanos);
      skewCycles = Map.copyOf(skewCycles);
    }

    @Override
    public CpuSet cpus() {
      return CpuSet.of(skewCycles.keySet());
    }
  }

  /** Someone sets CLOCK_REALTIME forwards (positive) or back. */
  record ClockSet(long nanos) implements Event {}

  /** The current clocksource changes, and the kernel logs it. */
  record ClocksourceChange(String clocksource) implements Event {}

  /**
   * The machine goes on elsewhere or later: live migration, snapshot restore, pause. All counters
   * jump together; the guest's own clocks do not notice.
   *
   * @param tscJumpCycles by how much every counter jumps
   * @param guestStopped whether PVCLOCK_GUEST_STOPPED is set until the guest clears it a second
   *     later
   */
  record Migration(long tscJumpCycles, boolean guestStopped) implements Event {}

  /** What this process may read of the registers changes. */
  record MsrAccessChange(MsrAccess access) implements Event {}

  /** What this process may read of the kernel log changes. */
  record KernelLogAccess(boolean readable) implements Event {}

  /** A hog of real-time priority: no thread of ours gets these CPUs. */
  record Starvation(CpuSet cpus, long nanos) implements Event {
    public Starvation {
      checkDuration(nanos);
    }
  }

  /**
   * Busy CPUs: our threads lose them again and again.
   *
   * @param perMille share of milliseconds in which they do
   */
  record PreemptionStorm(CpuSet cpus, long nanos, int perMille) implements Event {
    public PreemptionStorm {
      checkDuration(nanos);
      DelayModel.checkPerMille(perMille);
    }
  }

  /**
   * The way to and from these CPUs gets longer, as when a hypervisor moves a vCPU to a core far
   * away.
   *
   * @param inboundCycles added to the delay of every value that they receive
   * @param outboundCycles added to the delay of every value that they send
   */
  record FloorRise(CpuSet cpus, long nanos, long inboundCycles, long outboundCycles)
      implements Event {
    public FloorRise {
      checkDuration(nanos);
      if (inboundCycles < 0
          || outboundCycles < 0
          || inboundCycles > DelayModel.MAX_CYCLES
          || outboundCycles > DelayModel.MAX_CYCLES) {
        throw new IllegalArgumentException(
            "a floor rises by 0 to " + DelayModel.MAX_CYCLES + " cycles");
      }
    }
  }

  /** The kernel logs a line; a time stamp is put before it. */
  record KernelLine(String text) implements Event {}

  /** A clock beside the counters steps forwards (positive) or back. */
  record ClockStep(ClockKind kind, long nanos) implements Event {
    @Override
    public Optional<ClockKind> clock() {
      return Optional.of(kind);
    }
  }

  /** A clock beside the counters stands still, as an HPET in a deep idle state may. */
  record ClockStall(ClockKind kind, long nanos) implements Event {
    public ClockStall {
      checkDuration(nanos);
    }

    @Override
    public Optional<ClockKind> clock() {
      return Optional.of(kind);
    }
  }

  /** A clock beside the counters runs at another rate from now on, against its own frequency. */
  record ClockRate(ClockKind kind, long ratePicosPerSecond) implements Event {
    public ClockRate {
      CounterPlan.checkRate(ratePicosPerSecond);
    }

    @Override
    public Optional<ClockKind> clock() {
      return Optional.of(kind);
    }
  }

  /**
   * CLOCK_REALTIME is disciplined from now on, or no more.
   *
   * @param maxErrorNanos the kernel's bound of its error; empty if nobody disciplines it
   */
  record Disciplined(Optional<Long> maxErrorNanos) implements Event {}

  private static void checkDuration(long nanos) {
    if (nanos < 1 || nanos > ScheduledEvent.MAX_NANOS) {
      throw new IllegalArgumentException("a duration is 1 ns to 10 years, not " + nanos + " ns");
    }
  }
}
