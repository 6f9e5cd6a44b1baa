package io.tscwatch.bench.witnesses;

import io.tscwatch.bench.statistics.Spread;
import io.tscwatch.bench.witnesses.WitnessesResult.Clock;
import io.tscwatch.checks.facts.Facts;
import io.tscwatch.checks.facts.FactsReader;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.reference.ClockKind;
import io.tscwatch.checks.reference.ClockQuestion;
import io.tscwatch.checks.reference.ClockSample;
import io.tscwatch.checks.witness.Lineage;
import io.tscwatch.checks.witness.RateInterval;
import io.tscwatch.checks.witness.WitnessBench;
import io.tscwatch.checks.witness.WitnessHints;
import io.tscwatch.checks.witness.WitnessReport;
import io.tscwatch.checks.witness.WitnessSettings;
import io.tscwatch.checks.witness.WitnessStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Follows this machine's clocks as the daemon does, and times single readouts beside it. */
final class ReadoutTimes {

  private static final long PAUSE_NANOS = 50_000_000;
  private static final long NO_LIMIT_CYCLES = Long.MAX_VALUE;
  private static final WitnessSettings SETTINGS = WitnessSettings.DEFAULT;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Machine machine;
  private final int cpu;
  private final long tscHertz;
  private final Facts facts;
  private final WitnessBench bench;
  private final Map<String, List<Double>> readouts = new TreeMap<>();
  private final Map<String, List<Double>> kept = new TreeMap<>();
  private final Map<String, List<Double>> looks = new TreeMap<>();

  ReadoutTimes(Machine machine, int cpu, long tscHertz) {
    this.machine = machine;
    this.cpu = cpu;
    this.tscHertz = tscHertz;
    facts =
        FactsReader.read(
            machine, FactsReader.topology(machine), machine.timeSample(cpu).toOptional());
    bench = new WitnessBench(machine, SETTINGS);
  }

  /**
   * Reads for so long: looks as the daemon looks, and 20 single readouts a second of each clock.
   */
  WitnessReport follow(long seconds) throws InterruptedException {
    long end = System.nanoTime() + seconds * NANOS_PER_SECOND;
    while (System.nanoTime() - end < 0) {
      bench.look(cpu, facts, OptionalLong.of(tscHertz / 1000));
      for (WitnessStatus witness : bench.report(facts).witnesses()) {
        // The RTC's update is waited for: its looks are the daemon's own.
        if (witness.present() && witness.kind() != ClockKind.RTC) {
          read(witness, 1);
          read(witness, SETTINGS.tries());
        }
      }
      machine.sleepNanos(PAUSE_NANOS);
    }
    return bench.report(facts);
  }

  private void read(WitnessStatus witness, int tries) {
    int index =
        witness.kind() == ClockKind.PTP
            ? Integer.parseInt(witness.name().substring(ClockKind.PTP.word().length()))
            : 0;
    ClockQuestion question =
        new ClockQuestion(
            witness.kind(),
            index,
            cpu,
            tries,
            NO_LIMIT_CYCLES,
            facts.kernel().runsOn("tsc") ? tscHertz / 1000 : 0);
    machine.clock(question).toOptional().ifPresent(sample -> note(witness.name(), tries, sample));
  }

  private void note(String name, int tries, ClockSample sample) {
    if (tries == 1) {
      add(readouts, name, nanos(sample.cost().widestCycles()));
    } else {
      add(kept, name, nanos(sample.widthCycles()));
      add(looks, name, (double) sample.cost().cpuNanos());
    }
  }

  private static void add(Map<String, List<Double>> to, String name, double value) {
    to.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
  }

  private double nanos(long cycles) {
    return cycles * 1e9 / tscHertz;
  }

  /** What was measured, and what is not here. */
  List<Clock> clocks(WitnessReport report) {
    List<Clock> clocks = new ArrayList<>();
    report.witnesses().forEach(witness -> clocks.add(clock(witness, report.guest())));
    if (report.witnesses().stream().noneMatch(witness -> witness.kind() == ClockKind.PTP)) {
      clocks.add(
          new Clock(
              ClockKind.PTP.word(),
              false,
              "unreadable",
              "",
              "no /dev/ptp*",
              WitnessHints.remedy(ClockKind.PTP, report.guest()),
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              SETTINGS.intervalNanos()));
    }
    return clocks;
  }

  private Clock clock(WitnessStatus witness, boolean guest) {
    Spread single = Spread.of(readouts.getOrDefault(witness.name(), List.of()));
    RateInterval rate = witness.rate().orElse(new RateInterval(0, 0));
    boolean rtc = witness.kind() == ClockKind.RTC;
    return new Clock(
        witness.name(),
        witness.present(),
        witness.standing().name().toLowerCase(Locale.ROOT),
        witness.lineage().map(Lineage::source).orElse(""),
        witness.why(),
        witness.present() ? "" : WitnessHints.remedy(witness.kind(), guest),
        rate.minPicosPerSecond(),
        rate.maxPicosPerSecond(),
        rtc ? (int) witness.cost().reads() : single.count(),
        orZero(rtc ? witness.cost().medianNanos() : single.median()),
        orZero(rtc ? witness.cost().widestNanos() : single.p99()),
        orZero(rtc ? witness.cost().widestNanos() : single.maximum()),
        orZero(Spread.of(kept.getOrDefault(witness.name(), List.of())).median()),
        rtc ? (int) witness.cost().looks() : looks.getOrDefault(witness.name(), List.of()).size(),
        rtc
            ? witness.cost().cpuNanosPerLook()
            : looks.getOrDefault(witness.name(), List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0),
        bench.intervalNanos(witness.kind()));
  }

  /** JSON has no other number for what was not measured. */
  private static double orZero(double value) {
    return Double.isNaN(value) ? 0 : value;
  }
}
