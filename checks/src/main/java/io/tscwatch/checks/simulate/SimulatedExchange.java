package io.tscwatch.checks.simulate;

import io.tscwatch.checks.exchange.ExchangeOutcome;
import io.tscwatch.checks.exchange.ExchangeRequest;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.Injection;
import io.tscwatch.checks.exchange.OneWay;
import io.tscwatch.checks.topology.CpuPlace;
import io.tscwatch.checks.topology.Distance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One pair's exchange on the virtual clock.
 *
 * <p>Samples are made causally, as real ones are: a moment is drawn, the sender's counter is read
 * at that moment, and the receiver's counter is read a delay later that is never below the floor of
 * the direction. So whatever the noise, the preemption and the faults, the bounds that follow
 * contain the true offset.
 */
final class SimulatedExchange {

  /** How long the real exchange waits for both sides to meet. */
  static final long START_TIMEOUT_NANOS = 100_000_000L;

  /** A thread that is preempted is away for a slice of about this length. */
  private static final long SLICE_NANOS = 1_000_000L;

  /** Slices drawn one by one at most: of longer exchanges, all slices are made longer. */
  private static final long MAX_SLICES = 64;

  /** Beyond the two delays, cycles that one round trip takes on both sides together. */
  private static final long LOOP_CYCLES = 60;

  private static final long SAMPLES_PER_BLOCK = 32;

  /** Drift within an exchange, in cycles, that is worth another candidate for the best sample. */
  private static final long DRIFT_PER_CANDIDATE_CYCLES = 8;

  private static final long MAX_CANDIDATES = 16;

  private final Scenario scenario;
  private final Storyline storyline;
  private final List<CpuPlace> places;
  private final Map<Long, ExchangeOutcome> failures = new HashMap<>();

  SimulatedExchange(Scenario scenario, Storyline storyline) {
    this.scenario = scenario;
    this.storyline = storyline;
    places = scenario.shape().present().stream().mapToObj(scenario.shape()::place).toList();
    for (PairFailure failure : scenario.failures()) {
      failures.put(pairKey(failure.cpuA(), failure.cpuB()), failure.outcome());
    }
  }

  private static long pairKey(int cpuA, int cpuB) {
    return ((long) Math.min(cpuA, cpuB) << 32) | Math.max(cpuA, cpuB);
  }

  /**
   * Measures one pair.
   *
   * @param startNanos elapsed time at which both sides meet
   * @param endNanos elapsed time at which both stop: earlier than the budget says if the machine is
   *     suspended meanwhile
   * @param startMonotonicNanos CLOCK_MONOTONIC at {@code startNanos}
   */
  ExchangeResult measure(
      ExchangeRequest request, long startNanos, long endNanos, long startMonotonicNanos) {
    int cpuA = request.cpuA();
    int cpuB = request.cpuB();
    int index = storyline.indexAt(startNanos);
    MachineState state = storyline.state(index);
    for (int cpu : new int[] {cpuA, cpuB}) {
      if (!mayUse(state, cpu)) {
        return ExchangeResult.failed(
            cpuA, cpuB, ExchangeOutcome.AFFINITY_REFUSED, "CPU " + cpu, startMonotonicNanos);
      }
    }
    if (!failures.isEmpty()) {
      ExchangeOutcome planned = failures.get(pairKey(cpuA, cpuB));
      if (planned != null) {
        long took = planned == ExchangeOutcome.NOT_SCHEDULED ? START_TIMEOUT_NANOS : 0;
        return ExchangeResult.failed(cpuA, cpuB, planned, "scripted", startMonotonicNanos + took);
      }
    }
    for (int cpu : new int[] {cpuA, cpuB}) {
      if (state.disturbances[cpu].starvations() > 0) {
        return ExchangeResult.failed(
            cpuA,
            cpuB,
            ExchangeOutcome.NOT_SCHEDULED,
            "CPU " + cpu,
            startMonotonicNanos + START_TIMEOUT_NANOS);
      }
    }
    return sample(request, startNanos, endNanos, startMonotonicNanos, index);
  }

  private ExchangeResult sample(
      ExchangeRequest request,
      long startNanos,
      long endNanos,
      long startMonotonicNanos,
      int firstIndex) {
    int cpuA = request.cpuA();
    int cpuB = request.cpuB();
    Noise noise = new Noise(scenario.seed(), cpuA, cpuB, startNanos);
    Collected all = new Collected();
    int index = firstIndex;
    for (long from = startNanos; from < endNanos; index++) {
      MachineState state = storyline.state(index);
      if (!mayUse(state, cpuA) || !mayUse(state, cpuB)) {
        return ExchangeResult.failed(
            cpuA,
            cpuB,
            ExchangeOutcome.CPU_LOST,
            "CPU " + (mayUse(state, cpuA) ? cpuB : cpuA),
            startMonotonicNanos + from - startNanos);
      }
      long until = Math.min(endNanos, storyline.until(index));
      samplePart(request, state, from, until, noise, all);
      from = until;
    }
    long finished = startMonotonicNanos + request.budgetNanos();
    boolean measured = all.samples > 0;
    return new ExchangeResult(
        cpuA,
        cpuB,
        measured ? ExchangeOutcome.MEASURED : ExchangeOutcome.NO_SAMPLES,
        "",
        measured ? Optional.of(all.oneWay(true)) : Optional.empty(),
        measured ? Optional.of(all.oneWay(false)) : Optional.empty(),
        2 * (all.samples / SAMPLES_PER_BLOCK + (measured ? 1 : 0)),
        2 * all.slicesLost,
        0,
        startMonotonicNanos,
        finished,
        2 * request.budgetNanos());
  }

  /** The part of an exchange during which no event happens. */
  private void samplePart(
      ExchangeRequest request,
      MachineState state,
      long from,
      long until,
      Noise noise,
      Collected all) {
    int cpuA = request.cpuA();
    int cpuB = request.cpuB();
    MachineState.Disturbance ofA = state.disturbances[cpuA];
    MachineState.Disturbance ofB = state.disturbances[cpuB];
    if (ofA.starvations() + ofB.starvations() > 0) {
      return;
    }
    long usableNanos = usableNanos(until - from, ofA, ofB, noise, all);
    long delayAb = floorCycles(cpuA, cpuB, from) + ofA.outboundCycles() + ofB.inboundCycles();
    long delayBa = floorCycles(cpuB, cpuA, from) + ofB.outboundCycles() + ofA.inboundCycles();
    long roundTripCycles = delayAb + delayBa + LOOP_CYCLES;
    // Split so that neither product passes 2^63: 60 s x 8e6 kHz is 4.8e17.
    long samples = usableNanos * scenario.counters().khz() / 1_000_000 / roundTripCycles;
    if (samples < 1) {
      return;
    }
    Counter counterA = state.counters[cpuA];
    Counter counterB = state.counters[cpuB];
    long drift = driftCycles(counterA, counterB, from, until);
    long candidates =
        Math.min(samples, Math.min(MAX_CANDIDATES, 1 + drift / DRIFT_PER_CANDIDATE_CYCLES));
    double meanExcess = (double) scenario.delays().noiseCycles() * candidates / samples;
    long step = scenario.counters().stepCycles();
    for (long i = 0; i < candidates; i++) {
      long atAb = from + noise.below(until - from);
      long sentA = inject(counterA.readAt(atAb, 0, step), request.injectA());
      long receivedB =
          inject(
              counterB.readAt(atAb, delayAb + noise.exponential(meanExcess), step),
              request.injectB());
      long atBa = from + noise.below(until - from);
      long sentB = inject(counterB.readAt(atBa, 0, step), request.injectB());
      long receivedA =
          inject(
              counterA.readAt(atBa, delayBa + noise.exponential(meanExcess), step),
              request.injectA());
      all.offer(sentA, receivedB, sentB, receivedA);
    }
    all.samples += samples;
  }

  private long usableNanos(
      long nanos,
      MachineState.Disturbance ofA,
      MachineState.Disturbance ofB,
      Noise noise,
      Collected all) {
    int share =
        Math.min(
            1000,
            scenario.delays().preemptedPerMille()
                + ofA.preemptedPerMille()
                + ofB.preemptedPerMille());
    if (share == 0) {
      return nanos;
    }
    long slices = Math.max(1, Math.min(MAX_SLICES, nanos / SLICE_NANOS));
    long kept = 0;
    for (long slice = 0; slice < slices; slice++) {
      if (noise.perMille(share)) {
        all.slicesLost++;
      } else {
        kept++;
      }
    }
    return nanos / slices * kept;
  }

  /** The floor of one direction at a time: wherever the hypervisor has the two vCPUs just then. */
  private long floorCycles(int sender, int receiver, long atNanos) {
    DelayModel model = scenario.delays();
    Distance distance = places.get(sender).distanceTo(places.get(receiver));
    DelayModel.Floor floor = Objects.requireNonNull(model.floors().get(distance));
    long cycles = sender < receiver ? floor.upCycles() : floor.downCycles();
    if (model.wanderCycles() > 0) {
      Noise place = new Noise(~scenario.seed(), sender, receiver, atNanos / model.wanderNanos());
      if (place.perMille(model.wanderPerMille())) {
        cycles += place.below(model.wanderCycles() + 1);
      }
    }
    return cycles;
  }

  private static long driftCycles(Counter a, Counter b, long from, long until) {
    if (a.hertz() == b.hertz() && a.microHertz() == b.microHertz()) {
      return 0;
    }
    long before = b.exactAt(from) - a.exactAt(from);
    long after = b.exactAt(until) - a.exactAt(until);
    return Math.abs(after - before);
  }

  /** As the exchange kernel plants a fault; in two parts, because cycles x rate has 96 bits. */
  private static long inject(long cycles, Injection injection) {
    if (injection.ratePicosPerSecond() == 0) {
      return cycles + injection.offsetCycles();
    }
    long since = cycles - injection.originCycles();
    long gained =
        Math.floorDiv(since, 1_000_000L) * injection.ratePicosPerSecond() / 1_000_000L
            + Math.floorMod(since, 1_000_000L)
                * injection.ratePicosPerSecond()
                / 1_000_000_000_000L;
    return cycles + injection.offsetCycles() + gained;
  }

  private boolean mayUse(MachineState state, int cpu) {
    return state.online.contains(cpu) && !scenario.forbidden().contains(cpu);
  }

  /** The best samples so far. */
  private static final class Collected {
    long samples;
    long slicesLost;
    private boolean any;
    private long sentA;
    private long receivedB;
    private long sentB;
    private long receivedA;

    void offer(long newSentA, long newReceivedB, long newSentB, long newReceivedA) {
      if (!any || newReceivedB - newSentA < receivedB - sentA) {
        sentA = newSentA;
        receivedB = newReceivedB;
      }
      if (!any || newReceivedA - newSentB < receivedA - sentB) {
        sentB = newSentB;
        receivedA = newReceivedA;
      }
      any = true;
    }

    OneWay oneWay(boolean aToB) {
      return aToB ? new OneWay(sentA, receivedB, samples) : new OneWay(sentB, receivedA, samples);
    }
  }
}
