package io.tscwatch.checks.simulate;

import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.MachineShape;
import java.util.ArrayList;
import java.util.List;

/** Puts a {@link Scenario} together. Not safe for use by many threads. */
public final class ScenarioBuilder {

  /** One hour of uptime. */
  static final long DEFAULT_START_MONOTONIC_NANOS = 3_600_000_000_000L;

  /** 2030-01-01T00:00:00Z. */
  static final long DEFAULT_START_REALTIME_NANOS = 1_893_456_000_000_000_000L;

  private final String name;
  private final MachineShape shape;
  private final List<PairFailure> failures = new ArrayList<>();
  private final List<ClockPlan> clocks = new ArrayList<>();
  private final List<ScheduledEvent> events = new ArrayList<>();
  private long seed = 1;
  private CounterPlan counters = CounterPlan.DEFAULT;
  private AdjustPlan adjust = AdjustPlan.DEFAULT;
  private CpuSet forbidden = CpuSet.empty();
  private DelayModel delays = DelayModel.DEFAULT;
  private KernelPlan kernel = KernelPlan.DEFAULT;
  private Platform platform = Platform.INTEL;
  private long startMonotonicNanos = DEFAULT_START_MONOTONIC_NANOS;
  private long startRealtimeNanos = DEFAULT_START_REALTIME_NANOS;

  ScenarioBuilder(String name, MachineShape shape) {
    this.name = name;
    this.shape = shape;
  }

  ScenarioBuilder(Scenario from) {
    this(from.name(), from.shape());
    seed = from.seed();
    counters = from.counters();
    adjust = from.adjust();
    forbidden = from.forbidden();
    delays = from.delays();
    kernel = from.kernel();
    platform = from.platform();
    startMonotonicNanos = from.startMonotonicNanos();
    startRealtimeNanos = from.startRealtimeNanos();
    failures.addAll(from.failures());
    clocks.addAll(from.clocks());
    events.addAll(from.events());
  }

  public ScenarioBuilder seed(long value) {
    seed = value;
    return this;
  }

  public ScenarioBuilder counters(CounterPlan plan) {
    counters = plan;
    return this;
  }

  public ScenarioBuilder adjust(AdjustPlan plan) {
    adjust = plan;
    return this;
  }

  /** CPUs that are online but outside the affinity of this process. */
  public ScenarioBuilder forbidden(CpuSet cpus) {
    forbidden = cpus;
    return this;
  }

  public ScenarioBuilder delays(DelayModel model) {
    delays = model;
    return this;
  }

  public ScenarioBuilder kernel(KernelPlan facts) {
    kernel = facts;
    return this;
  }

  public ScenarioBuilder platform(Platform what) {
    platform = what;
    return this;
  }

  /** CLOCK_MONOTONIC and CLOCK_BOOTTIME at the beginning, in nanoseconds. */
  public ScenarioBuilder startMonotonicNanos(long nanos) {
    startMonotonicNanos = nanos;
    return this;
  }

  /** CLOCK_REALTIME at the beginning, in nanoseconds since 1970. */
  public ScenarioBuilder startRealtimeNanos(long nanos) {
    startRealtimeNanos = nanos;
    return this;
  }

  /** One more pair that cannot be measured. */
  public ScenarioBuilder failure(PairFailure failure) {
    failures.add(failure);
    return this;
  }

  /** One more clock beside the counters. */
  public ScenarioBuilder clock(ClockPlan plan) {
    clocks.add(plan);
    return this;
  }

  /** One more event, {@code nanos} after the beginning. */
  public ScenarioBuilder at(long nanos, Event event) {
    events.add(new ScheduledEvent(nanos, event));
    return this;
  }

  /**
   * The scenario.
   *
   * @throws IllegalArgumentException if it names a CPU that the layout does not have
   */
  public Scenario build() {
    return new Scenario(
        name,
        seed,
        shape,
        forbidden,
        counters,
        adjust,
        delays,
        kernel,
        platform,
        startMonotonicNanos,
        startRealtimeNanos,
        failures,
        clocks,
        events);
  }
}
