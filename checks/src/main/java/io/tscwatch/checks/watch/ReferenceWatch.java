package io.tscwatch.checks.watch;

import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.facts.Facts;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.witness.SeriesEvent;
import io.tscwatch.checks.witness.Vote;
import io.tscwatch.checks.witness.WitnessBench;
import io.tscwatch.checks.witness.WitnessNews;
import io.tscwatch.checks.witness.WitnessReport;
import io.tscwatch.checks.witness.WitnessSettings;
import java.util.List;
import java.util.OptionalLong;

/** Asks other clocks of the TSC's rate with every tick, as far as they are due. For one thread. */
final class ReferenceWatch {

  private final Bulletin bulletin;
  private final Calibration calibration;
  private final WitnessBench bench;
  private WitnessReport report = WitnessReport.NONE;

  ReferenceWatch(
      Machine machine, Bulletin bulletin, Calibration calibration, WitnessSettings settings) {
    this.bulletin = bulletin;
    this.calibration = calibration;
    bench = new WitnessBench(machine, settings);
  }

  void configure(WitnessSettings settings) {
    bench.configure(settings);
  }

  /** Counters may have moved: every series begins anew. */
  void restart(String reason) {
    bench.restart(reason);
  }

  /** What is known, as of the last look. */
  WitnessReport report() {
    return report;
  }

  /**
   * Looks at the clocks that are due.
   *
   * @param cpu whose counter is compared; nothing is looked at if negative
   * @return true if the vote or the standing of a witness is another one now
   */
  boolean look(int cpu, Facts facts) {
    if (cpu < 0) {
      return false;
    }
    OptionalLong kilohertz =
        calibration
            .frequency()
            .map(TscFrequency::kilohertz)
            .map(OptionalLong::of)
            .orElse(OptionalLong.empty());
    List<WitnessNews> news = bench.look(cpu, facts, kilohertz);
    news.forEach(this::tell);
    WitnessReport before = report;
    report = bench.report(facts);
    if (isTheSame(before)) {
      return !news.isEmpty();
    }
    if (kind(before.vote()) != kind(report.vote())
        || !before.vote().witnessesOut().equals(report.vote().witnessesOut())) {
      bulletin.tell(
          WatchEvent.Kind.VOTE_CHANGED,
          report.vote() instanceof Vote.TscOut ? Severity.CRITICAL : Severity.INFO,
          CpuSet.empty(),
          report.vote().sentence());
      return true;
    }
    return !news.isEmpty() || standingChanged(before);
  }

  /** With most ticks no clock was looked at. */
  @SuppressWarnings("ReferenceEquality")
  private boolean isTheSame(WitnessReport before) {
    return before == report;
  }

  private static Class<? extends Vote> kind(Vote vote) {
    return vote.getClass();
  }

  private boolean standingChanged(WitnessReport before) {
    return !before.witnesses().stream()
        .map(w -> w.name() + w.standing())
        .toList()
        .equals(report.witnesses().stream().map(w -> w.name() + w.standing()).toList());
  }

  private void tell(WitnessNews news) {
    WatchEvent.Kind kind =
        news.event() instanceof SeriesEvent.Step
            ? WatchEvent.Kind.WITNESS_STEPPED
            : news.event() instanceof SeriesEvent.Stall
                ? WatchEvent.Kind.WITNESS_STALLED
                : WatchEvent.Kind.WITNESS_RESTARTED;
    bulletin.tell(
        kind,
        kind == WatchEvent.Kind.WITNESS_RESTARTED ? Severity.INFO : Severity.WARNING,
        CpuSet.empty(),
        news.sentence());
  }
}
