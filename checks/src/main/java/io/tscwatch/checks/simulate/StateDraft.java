package io.tscwatch.checks.simulate;

import io.tscwatch.checks.reference.ClockKind;
import io.tscwatch.checks.simulate.MachineState.Disturbance;
import io.tscwatch.checks.simulate.MachineState.HostView;
import io.tscwatch.checks.topology.CpuSet;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The machine's state while the storyline is being compiled: what each event does to it. */
final class StateDraft {

  private static final long FIRST_DISRUPTION = 1;

  private final Scenario scenario;
  final Counter[] counters;
  final long[] adjustCycles;
  final Disturbance[] disturbances;
  final List<String> log = new ArrayList<>();
  CpuSet online;
  long suspendedNanos;
  long realtimeShiftNanos;
  String clocksource;
  MsrAccess msrAccess;
  boolean logReadable;
  HostView host;
  final Map<ClockKind, Counter> clocks = new EnumMap<>(ClockKind.class);
  Optional<Long> realtimeErrorNanos;

  StateDraft(Scenario scenario) {
    this.scenario = scenario;
    int cpus = scenario.shape().present().size();
    CounterPlan plan = scenario.counters();
    counters = new Counter[cpus];
    adjustCycles = new long[cpus];
    disturbances = new Disturbance[cpus];
    Arrays.fill(disturbances, Disturbance.NONE);
    for (int cpu = 0; cpu < cpus; cpu++) {
      counters[cpu] =
          Counter.starting(
              0,
              plan.startCycles(),
              plan.khz(),
              plan.ratePicosPerSecond().getOrDefault(cpu, 0L),
              plan.offsetCycles().getOrDefault(cpu, 0L));
      adjustCycles[cpu] = scenario.adjust().cycles().getOrDefault(cpu, 0L);
    }
    online = scenario.shape().online();
    clocksource = scenario.kernel().clocksource();
    msrAccess = scenario.adjust().access();
    logReadable = scenario.kernel().logReadable();
    host =
        new HostView(
            1, counters[0].exactAt(0), scenario.startMonotonicNanos(), false, FIRST_DISRUPTION);
    scenario
        .clocks()
        .forEach(clock -> clocks.put(clock.kind(), clock(clock, 0, 0, clock.ratePicosPerSecond())));
    realtimeErrorNanos = scenario.clock(ClockKind.REALTIME).flatMap(ClockPlan::maxErrorNanos);
    for (String line : scenario.kernel().log()) {
      log.add(line.startsWith("[") ? line : "[    0.000000] " + line);
    }
  }

  /** A clock's count from a time on; of the RTC the nanoseconds behind its seconds. */
  private static Counter clock(ClockPlan plan, long atNanos, long ticks, long picosPerSecond) {
    long hertz = plan.kind() == ClockKind.RTC ? 1_000_000_000L : plan.hertz();
    // A rate of r ps/s adds hertz x r microhertz.
    long parts =
        BigInteger.valueOf(hertz)
            .multiply(BigInteger.valueOf(1_000_000_000_000L + picosPerSecond))
            .divide(BigInteger.valueOf(1_000_000))
            .longValueExact();
    return new Counter(atNanos, ticks, parts / 1_000_000, parts % 1_000_000, 0);
  }

  private Counter clock(ClockKind kind) {
    return Objects.requireNonNull(clocks.get(kind), () -> "no clock " + kind.word());
  }

  void clockRate(long atNanos, ClockKind kind, long picosPerSecond) {
    ClockPlan plan = scenario.clock(kind).orElseThrow();
    clocks.put(kind, clock(plan, atNanos, clock(kind).exactAt(atNanos), picosPerSecond));
  }

  void clockStep(ClockKind kind, long nanos) {
    long perSecond =
        kind == ClockKind.RTC ? 1_000_000_000L : scenario.clock(kind).orElseThrow().hertz();
    long ticks =
        BigInteger.valueOf(nanos)
            .multiply(BigInteger.valueOf(perSecond))
            .divide(BigInteger.valueOf(1_000_000_000))
            .longValueExact();
    clocks.put(kind, clock(kind).offsetBy(ticks));
  }

  void clockStops(long atNanos, ClockKind kind) {
    clocks.put(kind, new Counter(atNanos, clock(kind).exactAt(atNanos), 0, 0, 0));
  }

  void clockGoesOn(long atNanos, ClockKind kind) {
    clockRate(atNanos, kind, scenario.clock(kind).orElseThrow().ratePicosPerSecond());
  }

  void step(CpuSet cpus, long cycles, boolean adjustMoves) {
    for (int cpu : cpus) {
      counters[cpu] = counters[cpu].offsetBy(cycles);
      adjustCycles[cpu] += adjustMoves ? cycles : 0;
    }
  }

  void rate(long atNanos, CpuSet cpus, long picosPerSecond) {
    for (int cpu : cpus) {
      counters[cpu] = counters[cpu].withRate(atNanos, scenario.counters().khz(), picosPerSecond);
    }
  }

  /** WRMSR of TSC_ADJUST moves the TSC by the difference (SDM vol. 3, 18.17.3). */
  void writeAdjust(CpuSet cpus, long cycles) {
    for (int cpu : cpus) {
      counters[cpu] = counters[cpu].offsetBy(cycles - adjustCycles[cpu]);
      adjustCycles[cpu] = cycles;
    }
  }

  void restoreAdjust(long atNanos, CpuSet cpus, Map<Integer, Long> before) {
    for (int cpu : cpus) {
      // arch/x86/kernel/tsc_sync.c, tsc_verify_tsc_adjust()
      logLine(
          atNanos,
          "[Firmware Bug]: TSC ADJUST differs: CPU%d %d --> %d. Restoring"
              .formatted(cpu, before.getOrDefault(cpu, 0L), adjustCycles[cpu]));
      writeAdjust(CpuSet.of(cpu), before.getOrDefault(cpu, 0L));
    }
  }

  void resume(long atNanos, Event.Suspend suspend) {
    suspendedNanos += suspend.nanos();
    for (int cpu = 0; cpu < counters.length; cpu++) {
      switch (suspend.tsc()) {
        case CONTINUES -> {}
        case STOPS -> counters[cpu] = counters[cpu].stoppedFor(atNanos, suspend.nanos());
        case RESETS -> {
          counters[cpu] = counters[cpu].resetAt(atNanos);
          adjustCycles[cpu] = 0;
        }
      }
      counters[cpu] = counters[cpu].offsetBy(suspend.skewCycles().getOrDefault(cpu, 0L));
    }
    updateHost(atNanos, false, host.disruptionMarker());
    logLine(atNanos, "PM: suspend exit");
  }

  void migrate(long atNanos, long tscJumpCycles, boolean guestStopped) {
    for (int cpu = 0; cpu < counters.length; cpu++) {
      counters[cpu] = counters[cpu].offsetBy(tscJumpCycles);
    }
    updateHost(atNanos, guestStopped, host.disruptionMarker() + 1);
  }

  private void updateHost(long atNanos, boolean guestStopped, long disruptionMarker) {
    host =
        new HostView(
            host.updates() + 1,
            counters[0].exactAt(atNanos),
            monotonicNanos(atNanos),
            guestStopped,
            disruptionMarker);
  }

  void clearGuestStopped() {
    host =
        new HostView(
            host.updates(),
            host.tscTimestampCycles(),
            host.systemTimeNanos(),
            false,
            host.disruptionMarker());
  }

  void disturb(CpuSet cpus, Disturbance more) {
    for (int cpu : cpus) {
      disturbances[cpu] = disturbances[cpu].plus(more);
    }
  }

  void calm(CpuSet cpus, Disturbance less) {
    for (int cpu : cpus) {
      disturbances[cpu] = disturbances[cpu].minus(less);
    }
  }

  /** Appends to the kernel log, with the time stamp that printk.time=1 puts before every line. */
  void logLine(long atNanos, String text) {
    long micros = monotonicNanos(atNanos) / 1000;
    log.add(
        String.format(Locale.ROOT, "[%5d.%06d] %s", micros / 1_000_000, micros % 1_000_000, text));
  }

  private long monotonicNanos(long atNanos) {
    return scenario.startMonotonicNanos() + atNanos - suspendedNanos;
  }
}
