package io.tscwatch.checks.simulate;

import io.tscwatch.checks.kvm.KvmclockPage;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.reference.ClockKind;
import io.tscwatch.checks.reference.ClockQuestion;
import io.tscwatch.checks.reference.ClockSample;
import io.tscwatch.checks.reference.Discipline;
import io.tscwatch.checks.reference.ReadoutCost;
import io.tscwatch.checks.reference.TickRate;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** The clocks of a simulated machine beside its counters. Immutable. */
final class SimulatedClocks {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final long PICOS = 1_000_000_000_000L;

  /** Making a thread, and opening and closing a device. */
  private static final long LOOK_NANOS = 30_000;

  private static final int STA_UNSYNC = 0x40;
  private static final int TIME_OK = 0;

  private final Scenario scenario;

  SimulatedClocks(Scenario scenario) {
    this.scenario = scenario;
  }

  /**
   * Reads a clock.
   *
   * @param elapsedNanos since the scenario began
   * @param monotonicNanos CLOCK_MONOTONIC
   * @param realtimeNanos CLOCK_REALTIME
   */
  Reading<ClockSample> read(
      ClockQuestion question,
      MachineState state,
      long elapsedNanos,
      long monotonicNanos,
      long realtimeNanos) {
    ClockKind kind = question.kind();
    Optional<ClockPlan> planned = scenario.clock(kind);
    return switch (kind) {
      case REALTIME ->
          Reading.present(
              sample(
                  question,
                  state,
                  planned.orElse(ClockPlan.usual(kind)),
                  elapsedNanos,
                  realtimeNanos));
      case MONOTONIC_RAW ->
          Reading.present(
              sample(
                  question,
                  state,
                  ClockPlan.usual(kind),
                  elapsedNanos,
                  state.clocksource.equals("tsc") ? byTsc(state, elapsedNanos) : monotonicNanos));
      case KVMCLOCK ->
          scenario.platform().kvmclock()
              ? Reading.present(
                  sample(
                      question,
                      state,
                      planned.orElse(ClockPlan.usual(kind)),
                      elapsedNanos,
                      byPage(question.cpu(), state, elapsedNanos)))
              : Reading.absent("the simulated kernel has no kvmclock page");
      case RTC ->
          planned.isEmpty()
              ? Reading.absent("the simulated machine has no RTC")
              : edge(question, state, planned.get(), elapsedNanos);
      case HPET, ACPI_PM, PTP ->
          planned.isEmpty()
              ? Reading.absent("the simulated machine has no " + kind.word())
              : Reading.present(
                  sample(
                      question,
                      state,
                      planned.get(),
                      elapsedNanos,
                      state.clock(kind).exactAt(elapsedNanos)));
    };
  }

  /** What the kernel makes of the first CPU's counter, at the nominal frequency. */
  private long byTsc(MachineState state, long elapsedNanos) {
    return BigInteger.valueOf(
            state.counters[0].exactAt(elapsedNanos) - scenario.counters().startCycles())
        .multiply(BigInteger.valueOf(NANOS_PER_MILLI))
        .divide(BigInteger.valueOf(scenario.counters().khz()))
        .longValueExact();
  }

  /** What the host's page makes of a counter. */
  private long byPage(int cpu, MachineState state, long elapsedNanos) {
    return KvmclockPage.decode(HostPages.kvmclock(scenario, state), OptionalLong.empty())
        .map(page -> page.nanosAt(state.counters[cpu].exactAt(elapsedNanos)))
        .toOptional()
        .orElseThrow();
  }

  private ClockSample sample(
      ClockQuestion question, MachineState state, ClockPlan plan, long elapsedNanos, long value) {
    long khz = scenario.counters().khz();
    Noise noise =
        new Noise(scenario.seed(), plan.kind().word().hashCode(), question.cpu(), elapsedNanos);
    long[] widths = new long[question.tries()];
    for (int i = 0; i < widths.length; i++) {
      long nanos = plan.readNanos() + noise.exponential(plan.readNanos() / 8.0);
      nanos += noise.perMille(plan.slowPerMille()) ? plan.slowNanos() : 0;
      widths[i] = Math.max(2, nanos * khz / NANOS_PER_MILLI);
    }
    Arrays.sort(widths);
    long half = widths[0] / 2;
    long mask = plan.bits() == 64 ? -1L : (1L << plan.bits()) - 1;
    return of(question, state, plan, elapsedNanos, half, value & mask, widths);
  }

  private ClockSample of(
      ClockQuestion question,
      MachineState state,
      ClockPlan plan,
      long atNanos,
      long halfCycles,
      long ticks,
      long[] widths) {
    Counter counter = state.counters[question.cpu()];
    long step = scenario.counters().stepCycles();
    long sum = Arrays.stream(widths).sum();
    return new ClockSample(
        question.kind(),
        question.index(),
        question.cpu(),
        counter.readAt(atNanos, -halfCycles, step),
        // A read shows the last step passed: the moment itself is before the next one.
        counter.readAt(atNanos, halfCycles, step) + step - 1,
        ticks,
        plan.bits(),
        new TickRate(BigInteger.valueOf(plan.hertz()), BigInteger.valueOf(NANOS_PER_SECOND)),
        question.kind() == ClockKind.RTC,
        "simulated",
        new ReadoutCost(
            widths.length,
            widths[widths.length / 2],
            widths[widths.length - 1],
            Arrays.stream(widths).filter(width -> width > question.slowCycles()).count(),
            LOOK_NANOS + sum * NANOS_PER_MILLI / scenario.counters().khz()),
        discipline(question.kind(), state));
  }

  private Optional<Discipline> discipline(ClockKind kind, MachineState state) {
    if (kind == ClockKind.PTP) {
      return Optional.of(new Discipline(TIME_OK, 0, 0, Discipline.NOMINAL_TICK_MICROS, 0, 0));
    }
    if (kind != ClockKind.REALTIME) {
      return Optional.empty();
    }
    return Optional.of(
        state
            .realtimeErrorNanos
            .map(
                nanos ->
                    new Discipline(
                        TIME_OK, 0, 0, Discipline.NOMINAL_TICK_MICROS, nanos / 1000, nanos / 2000))
            .orElse(
                new Discipline(
                    Discipline.TIME_ERROR,
                    STA_UNSYNC,
                    0,
                    Discipline.NOMINAL_TICK_MICROS,
                    16_000_000,
                    16_000_000)));
  }

  /** The newest second that has begun; the counter behind it shows nanoseconds. */
  private Reading<ClockSample> edge(
      ClockQuestion question, MachineState state, ClockPlan plan, long elapsedNanos) {
    long shown = state.clock(ClockKind.RTC).exactAt(elapsedNanos);
    long since = Math.floorMod(shown, NANOS_PER_SECOND);
    long agoNanos =
        BigInteger.valueOf(since)
            .multiply(BigInteger.valueOf(PICOS))
            .divide(BigInteger.valueOf(PICOS + plan.ratePicosPerSecond()))
            .longValueExact();
    if (agoNanos > elapsedNanos) {
      return Reading.absent("the RTC's first update is awaited");
    }
    long[] width = {plan.readNanos() * scenario.counters().khz() / NANOS_PER_MILLI};
    return Reading.present(
        of(
            question,
            state,
            plan,
            elapsedNanos - agoNanos,
            width[0] / 2,
            Math.floorDiv(shown, NANOS_PER_SECOND),
            width));
  }
}
