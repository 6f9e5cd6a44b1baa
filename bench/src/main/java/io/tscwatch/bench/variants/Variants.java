package io.tscwatch.bench.variants;

import io.tscwatch.bench.experiment.Bench;
import io.tscwatch.bench.experiment.Bench.Answered;
import io.tscwatch.bench.experiment.Bench.Keyed;
import io.tscwatch.bench.experiment.Experiment;
import io.tscwatch.bench.experiment.Hogs;
import io.tscwatch.bench.experiment.UnavailableException;
import io.tscwatch.bench.laboratory.LaboratoryException;
import io.tscwatch.bench.laboratory.Method;
import io.tscwatch.bench.laboratory.PlannedRun;
import io.tscwatch.bench.laboratory.RunAnswer;
import io.tscwatch.bench.laboratory.Variant;
import io.tscwatch.bench.report.Section;
import io.tscwatch.bench.statistics.Spread;
import io.tscwatch.bench.variants.VariantsResult.Row;
import io.tscwatch.bench.variants.VariantsResult.Scheduling;
import io.tscwatch.bench.variants.VariantsResult.Stop;
import io.tscwatch.checks.bounds.OffsetBounds;
import io.tscwatch.checks.exchange.ExchangeRequest;
import io.tscwatch.checks.machine.ExchangeKernel;
import io.tscwatch.checks.schedule.CpuPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Runs every variant of the loop, mixed, and asks what else could be done otherwise. */
public final class Variants implements Experiment<VariantsResult> {

  private static final List<Long> TIMES = List.of(100_000L, 1_000_000L, 5_000_000L);
  private static final long ONE = 1_000_000;
  private static final long LONG = 5_000_000;
  private static final int RUNS = 200;
  private static final int LOADED_RUNS = 400;
  private static final int STOP_RUNS = 1000;
  private static final List<Long> QUIET = List.of(50_000L, 100_000L, 200_000L, 500_000L);
  private static final int FIFO_PRIORITY = 10;
  private static final int SLICES = 20;

  @Override
  public String name() {
    return "variants";
  }

  @Override
  public int seconds() {
    return 35;
  }

  @Override
  public Class<VariantsResult> resultType() {
    return VariantsResult.class;
  }

  @Override
  public VariantsResult measure(Bench bench) {
    List<Keyed<PlannedRun>> runs = new ArrayList<>();
    for (long nanos : TIMES) {
      for (int i = 0; i < bench.runs(RUNS, 10); i++) {
        for (Variant variant : Variant.values()) {
          add(runs, PlannedRun.of(variant, nanos));
        }
        add(runs, PlannedRun.of(Method.EXCHANGE, nanos, 0));
      }
    }
    List<Answered<PlannedRun>> answered = bench.runMixed(bench.pair(), runs);
    List<Row> rows = new ArrayList<>();
    List<Row> exchange = new ArrayList<>();
    for (long nanos : TIMES) {
      for (Variant variant : Variant.values()) {
        rows.add(row(answered, PlannedRun.of(variant, nanos)));
      }
      exchange.add(row(answered, PlannedRun.of(Method.EXCHANGE, nanos, 0)));
    }
    return new VariantsResult(
        rows,
        exchange,
        Hogs.beside(bench.cpus().size(), () -> scheduling(bench)),
        threadStarts(bench),
        calls(bench),
        stops(bench));
  }

  private static void add(List<Keyed<PlannedRun>> runs, PlannedRun run) {
    runs.add(new Keyed<>(run, run));
  }

  private static Row row(List<Answered<PlannedRun>> answered, PlannedRun run) {
    return new Row(
        run.variant(),
        run.nanos(),
        widths(answered.stream().filter(a -> a.key().equals(run)).map(Answered::answer).toList()));
  }

  private static Spread widths(List<RunAnswer> answers) {
    return Spread.of(
        answers.stream()
            .flatMap(answer -> answer.bounds().stream())
            .map(OffsetBounds::widthCycles)
            .toList());
  }

  /** Both kinds of threads in turns, a few runs at a time: a thread cannot change in between. */
  private static List<Scheduling> scheduling(Bench bench) {
    List<PlannedRun> slice =
        Collections.nCopies(
            bench.runs(LOADED_RUNS, SLICES) / SLICES, PlannedRun.of(Method.EXCHANGE, ONE, 0));
    List<RunAnswer> usual = new ArrayList<>();
    List<RunAnswer> fifo = new ArrayList<>();
    for (int i = 0; i < SLICES; i++) {
      usual.addAll(bench.laboratory().run(bench.pair(), slice));
      try {
        fifo.addAll(bench.laboratory().run(bench.pair(), slice, FIFO_PRIORITY));
      } catch (LaboratoryException e) {
        // It needs a privilege; the report says that it was refused.
        return List.of(scheduling(false, false, usual), scheduling(true, true, List.of()));
      }
    }
    return List.of(scheduling(false, false, usual), scheduling(true, false, fifo));
  }

  private static Scheduling scheduling(boolean fifo, boolean refused, List<RunAnswer> answers) {
    return new Scheduling(
        fifo,
        refused,
        widths(answers),
        Spread.of(answers.stream().filter(RunAnswer::measured).map(a -> a.nanos() / 1e3).toList()));
  }

  private static Spread threadStarts(Bench bench) {
    long[] nanos = bench.laboratory().threadStartNanos(bench.pair().higher(), bench.runs(1000, 20));
    return Spread.of(Arrays.stream(nanos).mapToDouble(n -> n / 1e3).toArray());
  }

  private static Spread calls(Bench bench) {
    ExchangeKernel kernel =
        ExchangeKernel.load()
            .toOptional()
            .orElseThrow(() -> new UnavailableException("the kernel's library is not there"));
    CpuPair pair = bench.pair();
    double[] micros = new double[bench.runs(500, 20)];
    for (int i = 0; i < micros.length; i++) {
      long begin = System.nanoTime();
      kernel.exchange(List.of(new ExchangeRequest(pair.lower(), pair.higher(), ONE)));
      micros[i] = (System.nanoTime() - begin) / 1e3;
    }
    return Spread.of(micros);
  }

  private static List<Stop> stops(Bench bench) {
    List<Keyed<Integer>> runs = new ArrayList<>();
    for (int i = 0; i < bench.runs(STOP_RUNS, 20); i++) {
      runs.add(new Keyed<>(i, PlannedRun.of(Variant.PLAIN, LONG)));
    }
    List<RunAnswer> answers =
        bench.runInOrder(bench.pair(), runs).stream().map(Answered::answer).toList();
    return QUIET.stream().map(quiet -> EarlyStop.after(quiet, answers)).toList();
  }

  @Override
  public void tell(VariantsResult result, Section section) {
    VariantsText.tell(result, section);
  }
}
