package io.tscwatch.bench.service;

import static io.tscwatch.bench.report.Section.number;

import io.tscwatch.bench.report.Claim;
import io.tscwatch.bench.report.Section;
import io.tscwatch.bench.service.ServiceResult.Jitter;
import io.tscwatch.bench.service.ServiceResult.Start;
import io.tscwatch.bench.statistics.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Tells a {@link ServiceResult}. */
final class ServiceText {

  private static final double GOAL_JITTER = 1.05;
  private static final double GOAL_START_MILLIS = 700;
  private static final double GOAL_SHARE = 0.005;
  private static final double GOAL_OWN_SHARE = 0.002;
  private static final long GOAL_KIB = 72 * 1024;

  private ServiceText() {}

  static void tell(ServiceResult result, Section section) {
    section.heading("The daemon: cost, start, intrusion");
    section.paragraph(
        "A daemon at its defaults, started by `./tscwatch daemon`. In %.0f s it took %.2f %% of one"
            + " core, of which the exchanges %.2f %%; its threads were woken %.0f times a second."
            + " Memory: %.0f MiB when ready, %.0f MiB after %d requests of the status.",
        result.seconds(),
        100 * result.cpuShare(),
        100 * result.exchangeShare(),
        result.wakeupsPerSecond(),
        result.residentKib() / 1024.0,
        result.requestedKib() / 1024.0,
        result.requests());
    starts(result, section);
    jitter(result, section);
    costs(result, section);
  }

  private static void starts(ServiceResult result, Section section) {
    section.table(
        List.of("from exec to ready, ms:", "starts", "least", "median", "most"),
        result.starts().stream()
            .map(
                start ->
                    List.of(
                        "Java " + start.java(),
                        Integer.toString(start.millis().count()),
                        number(start.millis().minimum(), 0),
                        number(start.millis().median(), 0),
                        number(start.millis().maximum(), 0)))
            .toList());
    for (Start start : result.starts()) {
      section.claim(
          new Claim(
              3,
              "from exec to ready, first sweep included, Java " + start.java(),
              "at most 700 ms",
              number(start.millis().median(), 0) + " ms",
              start.millis().median() <= GOAL_START_MILLIS));
    }
  }

  private static Spread of(ServiceResult result, boolean daemon, ToDoubleFunction<Jitter> value) {
    return Spread.of(
        result.jitter().stream()
            .filter(turn -> turn.daemon() == daemon)
            .mapToDouble(value)
            .toArray());
  }

  private static void jitter(ServiceResult result, Section section) {
    section.paragraph(
        "A victim: a thread that does the same work over and over, each iteration about 20 us, on"
            + " each CPU in turn. Turns come in pairs, one with the daemon and one without (SIGSTOP,"
            + " SIGCONT), in changing order. In microseconds, medians over the turns:");
    section.table(
        List.of("turns:", "count", "p50", "p99.9", "longest, median", "longest of all"),
        List.of(row(result, false), row(result, true)));
    Spread ratios = ratios(result);
    double without = of(result, false, Jitter::p999Nanos).median();
    double with = of(result, true, Jitter::p999Nanos).median();
    section.paragraph(
        "The p99.9 with the daemon as a multiple of that without, pair by pair: median %.3f,"
            + " quartiles %.3f and %.3f.",
        ratios.median(), ratios.quarter(), ratios.threeQuarters());
    section.claim(
        new Claim(
            8,
            "intrusion: p99.9 of a victim's iterations, with the daemon against without",
            "within " + GOAL_JITTER + " x",
            number(ratios.median(), 3)
                + " x ("
                + number(with / 1e3, 1)
                + " against "
                + number(without / 1e3, 1)
                + " us)",
            ratios.median() <= GOAL_JITTER,
            "median of "
                + ratios.count()
                + " pairs of turns; quartiles "
                + number(ratios.quarter(), 3)
                + " and "
                + number(ratios.threeQuarters(), 3)));
  }

  /** Of each pair of turns: they are neighbours in time, and so in the list. */
  private static Spread ratios(ServiceResult result) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i + 1 < result.jitter().size(); i += 2) {
      Jitter one = result.jitter().get(i);
      Jitter other = result.jitter().get(i + 1);
      ratios.add(
          one.daemon() ? one.p999Nanos() / other.p999Nanos() : other.p999Nanos() / one.p999Nanos());
    }
    return Spread.of(ratios);
  }

  private static List<String> row(ServiceResult result, boolean daemon) {
    Spread longest = of(result, daemon, Jitter::maxNanos);
    return List.of(
        daemon ? "with the daemon" : "without",
        Integer.toString(longest.count()),
        number(of(result, daemon, Jitter::p50Nanos).median() / 1e3, 2),
        number(of(result, daemon, Jitter::p999Nanos).median() / 1e3, 2),
        number(longest.median() / 1e3, 0),
        number(longest.maximum() / 1e3, 0));
  }

  private static void costs(ServiceResult result, Section section) {
    double own = result.cpuShare() - result.exchangeShare();
    section.claim(
        new Claim(
            3,
            "CPU time of the daemon, share of one core",
            "at most 0.5 %",
            number(100 * result.cpuShare(), 2) + " %",
            result.cpuShare() <= GOAL_SHARE));
    section.claim(
        new Claim(
            3,
            "CPU time beyond the exchanges, share of one core",
            "at most 0.2 %",
            number(100 * own, 2) + " %",
            own <= GOAL_OWN_SHARE));
    section.claim(
        new Claim(
            3,
            "memory after " + result.requests() + " requests",
            "at most 72 MiB",
            number(result.requestedKib() / 1024.0, 0) + " MiB",
            result.requestedKib() <= GOAL_KIB));
  }
}
