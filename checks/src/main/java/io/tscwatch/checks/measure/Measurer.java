package io.tscwatch.checks.measure;

import io.tscwatch.checks.bounds.OffsetBounds;
import io.tscwatch.checks.exchange.ExchangeOutcome;
import io.tscwatch.checks.exchange.ExchangeRequest;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.Granularity;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.machine.TimeSample;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.schedule.CpuPair;
import io.tscwatch.checks.schedule.PairSelection;
import io.tscwatch.checks.schedule.ParallelDecision;
import io.tscwatch.checks.schedule.ParallelTrial;
import io.tscwatch.checks.schedule.Round;
import io.tscwatch.checks.schedule.SweepPlan;
import io.tscwatch.checks.schedule.WidthSample;
import io.tscwatch.checks.topology.CpuChoice;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Measures the chosen CPUs of a machine: trial, sweeps, retries. What is asked next depends only on
 * what was answered, so a record plays back alike.
 *
 * <p>For one check; not safe for use by many threads.
 */
public final class Measurer {

  /** How often a pair that gave nothing is tried again in its sweep. */
  private static final int RETRIES = 2;

  /** CPUs whose counter's step is read: 10,000 reads take half a millisecond. */
  private static final int GRANULARITY_CPUS = 64;

  /** The frequency needs a while between two clock readings: 20 ns in 200 ms is 0.1 ppm. */
  private static final long SHORTEST_FREQUENCY_NANOS = 200_000_000;

  private final Machine machine;
  private final Topology topology;
  private final MeasureOptions options;
  private final Progress progress;
  private final CpuChoice choice;
  private final SweepPlan plan;
  private final Optional<TimeSample> first;
  private final SortedMap<Integer, Reading<Granularity>> granularity = new TreeMap<>();
  private final List<SweepResult> sweeps = new ArrayList<>();
  private ParallelDecision parallel = ParallelDecision.NOTHING_TO_DECIDE;
  private long sweepNumber;
  private long roundsDone;
  private long roundsPlanned;

  /**
   * Chooses the CPUs and plans the pairs.
   *
   * @throws ImpossibleChoiceException with a sentence for the user, if the options name CPUs that
   *     this machine does not have, or pairs of CPUs that are not measured
   */
  public Measurer(Machine machine, Topology topology, MeasureOptions options, Progress progress) {
    this.machine = machine;
    this.topology = topology;
    this.options = options;
    this.progress = progress;
    try {
      this.choice =
          CpuChoice.of(
              topology, machine.affinity(), options.cpus(), options.excluded(), options.sparing());
      this.plan = SweepPlan.of(topology, choice.measured(), options.pairs());
    } catch (IllegalArgumentException e) {
      throw new ImpossibleChoiceException(e);
    }
    this.first = timeSample();
  }

  /** The clocks when the measurement began; empty if no CPU may be used. */
  public Optional<TimeSample> first() {
    return first;
  }

  private Optional<TimeSample> timeSample() {
    return choice.measured().isEmpty()
        ? Optional.empty()
        : machine.timeSample(choice.measured().first()).toOptional();
  }

  /** Reads the counters' steps, decides about parallel pairs and runs all sweeps. */
  public void sweepAll() throws InterruptedException {
    choice.measured().stream()
        .limit(GRANULARITY_CPUS)
        .forEach(cpu -> granularity.put(cpu, machine.granularity(cpu)));
    roundsPlanned = (long) plan.roundsPerSweep() * options.sweeps();
    ParallelTrial.of(plan).ifPresent(this::decideParallel);
    for (int i = 0; i < options.sweeps(); i++) {
      if (i > 0) {
        machine.sleepNanos(options.gapNanos());
      }
      sweep(plan, options.budgetNanos());
    }
  }

  /** Runs one more sweep over some of the CPUs, with another budget. */
  public void again(CpuSet cpus, long budgetNanos) {
    SweepPlan part = SweepPlan.of(topology, cpus, new PairSelection.Automatic());
    roundsPlanned += part.roundsPerSweep();
    sweep(part, budgetNanos);
  }

  /** What was measured until now. */
  public Measurement measurement() throws InterruptedException {
    if (first.isPresent()) {
      long since = machine.monotonicNanos() - first.get().monotonicNanos();
      if (since < SHORTEST_FREQUENCY_NANOS) {
        machine.sleepNanos(SHORTEST_FREQUENCY_NANOS - since);
      }
    }
    return new Measurement(
        choice, plan.coverage(), parallel, granularity, sweeps, first, timeSample());
  }

  private void decideParallel(ParallelTrial trial) {
    List<WidthSample> widths = new ArrayList<>();
    List<ExchangeResult> all = new ArrayList<>();
    for (ParallelTrial.Step step : trial.steps()) {
      List<ExchangeResult> results = exchange(step.round().pairs(), options.budgetNanos());
      all.addAll(results);
      for (ExchangeResult result : results) {
        OffsetBounds.ofBAgainstA(result)
            .ifPresent(
                bounds ->
                    widths.add(
                        new WidthSample(
                            CpuPair.of(result.cpuA(), result.cpuB()),
                            step.parallel(),
                            bounds.widthCycles())));
      }
      progress.report(roundsDone, roundsPlanned, "trying pairs in parallel");
    }
    parallel = ParallelDecision.of(widths);
    sweeps.add(new SweepResult(options.budgetNanos(), all));
  }

  private void sweep(SweepPlan pairs, long budgetNanos) {
    List<ExchangeResult> all = new ArrayList<>();
    for (Round round : pairs.sweep(sweepNumber).rounds()) {
      List<CpuPair> left = round.pairs();
      for (int attempt = 0; attempt <= RETRIES && !left.isEmpty(); attempt++) {
        List<ExchangeResult> results = exchangeRound(left, budgetNanos);
        all.addAll(results);
        left = worthRetrying(results);
      }
      progress.report(++roundsDone, roundsPlanned, "measuring");
    }
    sweepNumber++;
    sweeps.add(new SweepResult(budgetNanos, all));
  }

  /** A CPU that is refused stays refused; one that was busy, or just resumed, may not be. */
  private static List<CpuPair> worthRetrying(List<ExchangeResult> results) {
    return results.stream()
        .filter(
            result ->
                result.outcome() == ExchangeOutcome.NO_SAMPLES
                    || result.outcome() == ExchangeOutcome.NOT_SCHEDULED
                    || result.outcome() == ExchangeOutcome.WENT_BACK)
        .map(result -> CpuPair.of(result.cpuA(), result.cpuB()))
        .toList();
  }

  private List<ExchangeResult> exchangeRound(List<CpuPair> pairs, long budgetNanos) {
    if (parallel.parallel()) {
      return exchange(pairs, budgetNanos);
    }
    List<ExchangeResult> results = new ArrayList<>();
    for (CpuPair pair : pairs) {
      results.addAll(exchange(List.of(pair), budgetNanos));
    }
    return results;
  }

  private List<ExchangeResult> exchange(List<CpuPair> pairs, long budgetNanos) {
    return machine.exchange(
        pairs.stream()
            .map(pair -> new ExchangeRequest(pair.lower(), pair.higher(), budgetNanos))
            .toList());
  }
}
