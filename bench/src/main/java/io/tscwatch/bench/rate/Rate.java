package io.tscwatch.bench.rate;

import static io.tscwatch.bench.report.Section.number;

import io.tscwatch.bench.experiment.Bench;
import io.tscwatch.bench.experiment.Bench.Answered;
import io.tscwatch.bench.experiment.Bench.Keyed;
import io.tscwatch.bench.experiment.Experiment;
import io.tscwatch.bench.experiment.UnavailableException;
import io.tscwatch.bench.laboratory.Method;
import io.tscwatch.bench.laboratory.PlannedRun;
import io.tscwatch.bench.plot.Axis;
import io.tscwatch.bench.plot.Chart;
import io.tscwatch.bench.plot.Point;
import io.tscwatch.bench.plot.Series;
import io.tscwatch.bench.rate.RateResults.Certified;
import io.tscwatch.bench.report.Claim;
import io.tscwatch.bench.report.Section;
import io.tscwatch.bench.statistics.Spread;
import io.tscwatch.checks.bounds.OffsetBounds;
import io.tscwatch.checks.exchange.ExchangeRequest;
import io.tscwatch.checks.exchange.Granularity;
import io.tscwatch.checks.machine.ExchangeKernel;
import io.tscwatch.checks.rate.OffsetObservation;
import io.tscwatch.checks.rate.RateResult;
import io.tscwatch.checks.rate.RateTracker;
import io.tscwatch.checks.schedule.CpuPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Follows the real rate for minutes, and a simulated one for a month. */
public final class Rate implements Experiment<RateResults> {

  private static final long ONE = 1_000_000;
  private static final int REAL_SECONDS = 60;
  private static final int HOUR_SECONDS = 3600;
  private static final int DRAWN_FROM = 500;
  private static final long DRAWN_EVERY_SECONDS = 10;
  private static final List<Long> REAL_MARKS = List.of(5L, 10L, 30L, 60L, 120L, 600L, 1800L, 3600L);
  private static final List<Long> MARKS =
      List.of(60L, 600L, 3600L, 21_600L, 86_400L, 604_800L, 2_592_000L);

  private static final long HOUR = 3600;

  /** Lines through intervals of one width can be as steep as the width over the time. */
  private static final double ROUNDING = 1.01;

  /** A picosecond a second: bounds are rounded outward to whole ones. */
  private static final double STEP_PPB = 0.001;

  @Override
  public String name() {
    return "rate";
  }

  @Override
  public int seconds() {
    return REAL_SECONDS + 5;
  }

  @Override
  public Class<RateResults> resultType() {
    return RateResults.class;
  }

  @Override
  public RateResults measure(Bench bench) throws InterruptedException {
    List<OffsetBounds> intervals = intervals(bench);
    if (intervals.isEmpty()) {
      throw new UnavailableException("no exchange gave an interval to draw from");
    }
    return new RateResults(
        real(bench),
        simulated(bench, intervals),
        intervals.size(),
        bench.nanos(
            Spread.of(intervals.stream().map(OffsetBounds::widthCycles).toList()).median() / 2));
  }

  private static List<OffsetBounds> intervals(Bench bench) {
    List<Keyed<Integer>> runs = new ArrayList<>();
    for (int i = 0; i < bench.runs(DRAWN_FROM, 50); i++) {
      runs.add(new Keyed<>(i, PlannedRun.of(Method.EXCHANGE, ONE, 0)));
    }
    return bench.runInOrder(bench.pair(), runs).stream()
        .map(Answered::answer)
        .flatMap(answer -> answer.bounds().stream())
        .toList();
  }

  private static List<Certified> simulated(Bench bench, List<OffsetBounds> intervals) {
    SplittableRandom random = new SplittableRandom(bench.seed());
    RateTracker tracker = new RateTracker("simulated");
    List<Certified> told = new ArrayList<>();
    long lastMark = MARKS.get(MARKS.size() - 1);
    int next = 0;
    for (long second = 0; second <= lastMark; second += DRAWN_EVERY_SECONDS) {
      long now = Math.multiplyExact(second, bench.tscHertz()) + random.nextLong(bench.tscHertz());
      OffsetBounds drawn = intervals.get(random.nextInt(intervals.size()));
      tracker.add(OffsetObservation.within(now, now + bench.tscHertz() / 1000, drawn));
      if (second == MARKS.get(next)) {
        told.add(certified(tracker, second));
        next++;
      }
    }
    return told;
  }

  private static List<Certified> real(Bench bench) throws InterruptedException {
    ExchangeKernel kernel =
        ExchangeKernel.load()
            .toOptional()
            .orElseThrow(() -> new UnavailableException("the kernel's library is not there"));
    CpuPair pair = bench.pair();
    long stepA = step(kernel, pair.lower());
    long stepB = step(kernel, pair.higher());
    int seconds = bench.hour() ? HOUR_SECONDS : bench.runs(REAL_SECONDS, 10);
    RateTracker tracker = new RateTracker("started");
    List<Certified> told = new ArrayList<>();
    long begin = System.nanoTime();
    for (int second = 0; second <= seconds; second++) {
      OffsetObservation.against(
              pair.lower(),
              kernel
                  .exchange(List.of(new ExchangeRequest(pair.lower(), pair.higher(), ONE)))
                  .get(0),
              stepA,
              stepB)
          .ifPresent(tracker::add);
      if (REAL_MARKS.contains((long) second)) {
        told.add(certified(tracker, second));
      }
      long due = begin + (second + 1) * 1_000_000_000L - System.nanoTime();
      Thread.sleep(Math.max(0, due / 1_000_000));
    }
    return told;
  }

  private static long step(ExchangeKernel kernel, int cpu) {
    return kernel
        .granularity(cpu)
        .map(Granularity::stepCycles)
        .toOptional()
        .orElseThrow(() -> new UnavailableException("the step of CPU " + cpu + " is not known"));
  }

  private static Certified certified(RateTracker tracker, long seconds) {
    return tracker.result() instanceof RateResult.Bounded bounded
        ? new Certified(
            seconds,
            tracker.observations(),
            true,
            Math.max(Math.abs(bounded.minPicosPerSecond()), Math.abs(bounded.maxPicosPerSecond())))
        : new Certified(seconds, tracker.observations(), false, 0);
  }

  @Override
  public void tell(RateResults result, Section section) {
    section.heading("Rate: what is certified after how long");
    section.paragraph(
        "The largest |rate| between two CPUs that the two-hulls method has not ruled out. For real:"
            + " an exchange of 1 ms a second. Simulated, for the times that nobody waits for: no"
            + " rate, and every ten seconds an interval drawn at random from %d that this machine"
            + " gave. Rates are counted in whole picoseconds a second, 0.001 ppb.",
        result.drawnFrom());
    List<List<String>> rows = new ArrayList<>();
    result.real().forEach(one -> rows.add(row("real", one)));
    result.simulated().forEach(one -> rows.add(row("simulated", one)));
    section.table(List.of("", "time", "observations", "certified within, ppb"), rows);
    section.plot(
        "rate",
        new Chart(
            "Certified rate against observation time",
            "The largest rate not ruled out, in parts per billion, falls as one over the time.",
            Axis.logarithmic("observation time in seconds"),
            Axis.logarithmic("|rate| in ppb"),
            List.of(
                new Series("real", points(result.real())),
                new Series("simulated with real intervals", points(result.simulated()))),
            Optional.empty()));
    double possible = 2 * result.halfWidthNanos() / HOUR;
    result.simulated().stream()
        .filter(one -> one.seconds() == HOUR)
        .forEach(
            one ->
                section.claim(
                    new Claim(
                        8,
                        "rate certified after an hour, simulated with this machine's intervals",
                        "width / time: " + number(possible, 4) + " ppb",
                        number(one.ppb(), 4) + " ppb",
                        one.bounded() && one.ppb() <= ROUNDING * possible + STEP_PPB,
                        "intervals of ±"
                            + number(result.halfWidthNanos(), 0)
                            + " ns; the ±30 ns that the design reckons with give 0.017 ppb")));
  }

  private static List<String> row(String kind, Certified one) {
    return List.of(
        kind,
        time(one.seconds()),
        Long.toString(one.observations()),
        one.bounded() ? number(one.ppb(), one.ppb() < 1 ? 3 : 1) : "no");
  }

  private static String time(double seconds) {
    if (seconds < 60) {
      return number(seconds, 0) + " s";
    }
    if (seconds < 3600) {
      return number(seconds / 60, 0) + " min";
    }
    return seconds < 86_400 ? number(seconds / 3600, 0) + " h" : number(seconds / 86_400, 0) + " d";
  }

  private static List<Point> points(List<Certified> certified) {
    return certified.stream()
        .filter(Certified::bounded)
        .map(one -> new Point(one.seconds(), one.ppb()))
        .toList();
  }
}
