package io.tscwatch.checks.watch;

import io.tscwatch.checks.watch.WatchTrial.Answer;
import io.tscwatch.checks.watch.WatchTrial.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Thirty simulated days with daily suspends, hourly hotplugs, migrations and preemption: once in
 * order, once with two hundred faults. Prints what became of each kind, and exits with 1 if
 * anything was wrong. Takes minutes.
 */
public final class LongWatch {

  private static final long SLOW_NANOS = 5_000_000_000L;

  private static final long DAY = 24 * Turmoil.HOUR;

  private LongWatch() {}

  /** Arguments: seed, days, faults. */
  public static void main(String[] arguments) throws InterruptedException {
    long seed = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1;
    long days = arguments.length > 1 ? Long.parseLong(arguments[1]) : 30;
    int faults = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 200;
    boolean ok = calm(seed, days);
    ok &= faulty(seed, days, faults);
    System.exit(ok ? 0 : 1);
  }

  private static boolean calm(long seed, long days) {
    Turmoil turmoil = new Turmoil(seed);
    turmoil.shake(days * DAY, DAY, Turmoil.HOUR, Turmoil.HOUR / 2);
    long started = System.nanoTime();
    WatchRun run = new WatchRun(turmoil.scenario().build()).seconds(days * DAY / Turmoil.SECOND);
    long falseVerdicts =
        run.of(WatchEvent.Kind.VERDICT_CHANGED).stream()
            .filter(event -> event.sentence().startsWith("The TSC is UNRELIABLE"))
            .count();
    System.out.printf(
        Locale.ROOT,
        "in order: %d CPUs, %d days, %d ticks, %d events, %d verdict changes, "
            + "%d false verdicts; %.0f s%n",
        turmoil.cpus(),
        days,
        run.status().counters().ticks(),
        run.events.size(),
        run.of(WatchEvent.Kind.VERDICT_CHANGED).size(),
        falseVerdicts,
        (System.nanoTime() - started) / 1e9);
    return falseVerdicts == 0;
  }

  private static boolean faulty(long seed, long days, int faults) {
    long started = System.nanoTime();
    WatchTrial trial = new WatchTrial(seed, days * DAY, faults);
    Outcome outcome = trial.run();
    System.out.printf(
        Locale.ROOT,
        "with %d faults: %d CPUs, %d ticks, %d false alarms; %.0f s%n",
        faults,
        trial.cpus(),
        outcome.ticks(),
        outcome.falseAlarms().size(),
        (System.nanoTime() - started) / 1e9);
    outcome.falseAlarms().forEach(System.out::println);
    System.out.println("kind   planted  above resolution  found  right CPU  latency p50  p99  max");
    boolean ok = outcome.falseAlarms().isEmpty();
    for (PlantedFault.Kind kind : PlantedFault.Kind.values()) {
      ok &= row(kind, outcome.answers().stream().filter(a -> a.fault().kind() == kind).toList());
    }
    return ok;
  }

  private static boolean row(PlantedFault.Kind kind, List<Answer> answers) {
    List<Answer> above = answers.stream().filter(Answer::above).toList();
    List<Answer> found = above.stream().filter(a -> a.foundNanos().isPresent()).toList();
    List<Answer> right = above.stream().filter(Answer::right).toList();
    long[] latency = found.stream().mapToLong(Answer::latencyNanos).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "%-6s %7d  %16d  %5d  %9d  %11s  %s  %s%n",
        kind,
        answers.size(),
        above.size(),
        found.size(),
        right.size(),
        seconds(latency, 50),
        seconds(latency, 99),
        seconds(latency, 100));
    List<Answer> wrong = new ArrayList<>(above);
    wrong.removeAll(right);
    wrong.forEach(answer -> show("wrong", answer));
    found.stream()
        .filter(answer -> answer.latencyNanos() > SLOW_NANOS)
        .forEach(answer -> show("slow", answer));
    return wrong.isEmpty();
  }

  private static void show(String what, Answer answer) {
    System.out.println("  " + what + ": " + answer.fault() + ", " + answer.resolutionCycles());
    answer.story().forEach(line -> System.out.println("    " + line));
  }

  private static String seconds(long[] sorted, int percent) {
    if (sorted.length == 0) {
      return "-";
    }
    int at = Math.min(sorted.length - 1, (sorted.length * percent + 99) / 100 - 1);
    return String.format(
        Locale.ROOT, "%.2f s", Arrays.stream(sorted).skip(at).findFirst().orElse(0) / 1e9);
  }
}
