package io.tscwatch.bench.sensitivity;

import io.tscwatch.bench.experiment.Bench;
import io.tscwatch.bench.experiment.Bench.Answered;
import io.tscwatch.bench.experiment.Bench.Keyed;
import io.tscwatch.bench.experiment.Experiment;
import io.tscwatch.bench.experiment.Hogs;
import io.tscwatch.bench.laboratory.Method;
import io.tscwatch.bench.laboratory.PlannedRun;
import io.tscwatch.bench.laboratory.RunAnswer;
import io.tscwatch.bench.report.Section;
import io.tscwatch.bench.sensitivity.SensitivityResult.Loaded;
import io.tscwatch.bench.statistics.Spread;
import io.tscwatch.checks.bounds.OffsetBounds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plants offsets under every method, in one mixed run. */
public final class Sensitivity implements Experiment<SensitivityResult> {

  static final List<Method> METHODS =
      List.of(Method.EXCHANGE, Method.LOCKED, Method.LOCKLESS, Method.RENDEZVOUS, Method.PING_PONG);

  /**
   * How long a run is, and how many there are of each method, offset and direction.
   *
   * @param nanos how long
   * @param runs how many
   */
  private record Length(long nanos, int runs) {}

  private static final List<Length> LENGTHS =
      List.of(
          new Length(100_000, 60),
          new Length(1_000_000, 60),
          new Length(2_000_000, 40),
          new Length(20_000_000, 20));

  static final List<Long> TIMES = LENGTHS.stream().map(Length::nanos).toList();

  static final long TENTH = 100_000;
  static final long ONE = 1_000_000;
  static final long TWENTY = 20_000_000;

  /** Close together where transfers are, far apart where every method sees it. */
  private static final List<Integer> SIZES =
      List.of(
          0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150, 160, 180, 200, 250,
          300, 400, 500, 700, 1000, 2000);

  private static final int LOADED_EXCHANGES = 10_000;
  private static final int LOADED_OTHERS = 1_000;

  @Override
  public String name() {
    return "sensitivity";
  }

  @Override
  public int seconds() {
    return 230;
  }

  @Override
  public Class<SensitivityResult> resultType() {
    return SensitivityResult.class;
  }

  @Override
  public SensitivityResult measure(Bench bench) {
    long begin = System.nanoTime();
    List<Keyed<PlannedRun>> runs = new ArrayList<>();
    for (Method method : METHODS) {
      for (Length length : LENGTHS) {
        for (int size : SIZES) {
          for (int sign = -1; sign <= 1; sign += 2) {
            PlannedRun run = PlannedRun.of(method, length.nanos(), (long) sign * size);
            for (int i = 0; i < bench.runs(length.runs(), 3); i++) {
              runs.add(new Keyed<>(run, run));
            }
          }
        }
      }
    }
    List<Answered<PlannedRun>> answered = bench.runMixed(bench.pair(), runs);
    List<OffsetBounds> plain = intervals(answered, 0);
    List<Loaded> loaded = Hogs.beside(bench.cpus().size(), () -> loaded(bench));
    Containment containment = new Containment(answered);
    return new SensitivityResult(
        bench.pair().lower(),
        bench.pair().higher(),
        bench.seed(),
        (System.nanoTime() - begin) / 1e9,
        curves(answered),
        Spread.of(plain.stream().map(b -> -b.lowerCycles()).toList()),
        Spread.of(plain.stream().map(OffsetBounds::upperCycles).toList()),
        containment.contained(),
        containment.compared(),
        loaded);
  }

  private static List<OffsetBounds> intervals(List<Answered<PlannedRun>> answered, long offset) {
    return answered.stream()
        .filter(a -> a.key().equals(PlannedRun.of(Method.EXCHANGE, ONE, offset)))
        .flatMap(a -> a.answer().bounds().stream())
        .toList();
  }

  private static PowerCurves curves(List<Answered<PlannedRun>> answered) {
    Map<PlannedRun, int[]> counts = new LinkedHashMap<>();
    for (Answered<PlannedRun> one : answered) {
      if (one.answer().measured()) {
        int[] count = counts.computeIfAbsent(one.key(), key -> new int[2]);
        count[0] += one.answer().proven() ? 1 : 0;
        count[1]++;
      }
    }
    List<PowerCurves.Cell> cells = new ArrayList<>();
    counts.forEach(
        (run, count) ->
            cells.add(
                new PowerCurves.Cell(
                    run.method(), run.nanos(), run.offsetCycles(), count[0], count[1])));
    return new PowerCurves(cells);
  }

  private static List<Loaded> loaded(Bench bench) {
    List<Keyed<Method>> runs = new ArrayList<>();
    for (Method method : METHODS) {
      int full = method == Method.EXCHANGE ? LOADED_EXCHANGES : LOADED_OTHERS;
      for (int i = 0; i < bench.runs(full, 20); i++) {
        runs.add(new Keyed<>(method, PlannedRun.of(method, ONE, 0)));
      }
    }
    List<Answered<Method>> answered = bench.runMixed(bench.pair(), runs);
    List<Loaded> told = new ArrayList<>();
    for (Method method : METHODS) {
      List<RunAnswer> all =
          answered.stream().filter(a -> a.key() == method).map(Answered::answer).toList();
      List<RunAnswer> measured = all.stream().filter(RunAnswer::measured).toList();
      told.add(
          new Loaded(
              method,
              ONE,
              all.size(),
              measured.size(),
              (int) measured.stream().filter(RunAnswer::proven).count(),
              Spread.of(
                  measured.stream()
                      .flatMap(a -> a.bounds().stream())
                      .map(b -> Math.abs(b.lowerCycles() + b.upperCycles()) / 2.0)
                      .toList())));
    }
    return told;
  }

  @Override
  public void tell(SensitivityResult result, Section section) {
    SensitivityText.tell(result, section);
  }
}
