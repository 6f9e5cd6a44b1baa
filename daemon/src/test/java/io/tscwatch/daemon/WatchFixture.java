package io.tscwatch.daemon;

import io.tscwatch.checks.Check;
import io.tscwatch.checks.bounds.CpuOffset;
import io.tscwatch.checks.bounds.OffsetBounds;
import io.tscwatch.checks.exchange.ExchangeOutcome;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Quantity;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.finding.Unit;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.measure.MeasureOptions;
import io.tscwatch.checks.measure.Progress;
import io.tscwatch.checks.rate.Headroom;
import io.tscwatch.checks.rate.RateResult;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.checks.topology.CpuPlace;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.verdict.CpuVerdict;
import io.tscwatch.checks.verdict.Limits;
import io.tscwatch.checks.verdict.Report;
import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.checks.watch.ActiveFinding;
import io.tscwatch.checks.watch.CpuStatus;
import io.tscwatch.checks.watch.Intrusion;
import io.tscwatch.checks.watch.WatchCounters;
import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.config.yaml.InvalidYamlException;
import io.tscwatch.daemon.scenario.ScenarioFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Statuses and events as a watch tells them, from simulated machines that were checked once. */
public final class WatchFixture {

  public static final long STARTED = 1_772_366_400_000_000_000L;
  private static final long UPTIME = 86_400_000_000_000L;

  private WatchFixture() {}

  /** The status that a check of a built-in scenario gives. */
  public static WatchStatus of(String scenario) {
    try (Machine machine = new SimulatedMachine(ScenarioFile.load(scenario))) {
      return of(Check.run(machine, MeasureOptions.DEFAULT, Limits.DEFAULT, Progress.SILENT));
    } catch (IOException | InvalidYamlException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static WatchStatus of(Report report) {
    return status(
        report, report.cpus().stream().map(cpu -> cpu(report, cpu)).toList(), UPTIME - 300_000_000);
  }

  private static CpuStatus cpu(Report report, CpuVerdict cpu) {
    Optional<RateResult.Bounded> rate =
        report
            .skew()
            .rate(cpu.cpu())
            .filter(RateResult.Bounded.class::isInstance)
            .map(RateResult.Bounded.class::cast);
    Long adjust = report.facts().adjust().values().get(cpu.cpu());
    return new CpuStatus(
        report.facts().topology().place(cpu.cpu()),
        true,
        cpu.verdict(),
        cpu.reason(),
        cpu.offset(),
        rate,
        rate.map(r -> Headroom.of(r.band(), 2_600, r.band().untilCycles())),
        adjust == null ? Reading.denied("/dev/cpu/0/msr", "run as root") : Reading.present(adjust),
        OptionalLong.of(UPTIME - 200_000_000),
        12_345_678);
  }

  private static WatchStatus status(Report report, List<CpuStatus> cpus, long evidenceNanos) {
    return new WatchStatus(
        report.origin(),
        STARTED,
        STARTED + 5_000_000_001L,
        UPTIME,
        true,
        report.limits(),
        report.verdict(),
        STARTED + 1_000_000_000L,
        report.reason(),
        report.verdict() == Verdict.UNRELIABLE
            ? OptionalLong.of(STARTED + 605_000_000_000L)
            : OptionalLong.empty(),
        OptionalLong.of(evidenceNanos),
        report.skew().referenceCpu(),
        report.skew().frequency(),
        report.agreementNanos(),
        cpus,
        report.findings().stream()
            .map(finding -> new ActiveFinding(finding, STARTED, STARTED + 4_000_000_000L))
            .toList(),
        report.recommendations(),
        report.skew().matrix(),
        report.facts(),
        report.witnesses(),
        new Intrusion(1_000, 120, 260, 1),
        new WatchCounters(
            5,
            2,
            40,
            Map.of(ExchangeOutcome.NOT_SCHEDULED, 3L),
            7,
            (1L << 53) + 1,
            Map.of(WatchEvent.Kind.WATCH_STARTED, 1L)));
  }

  /** The same machine with other CPUs. */
  public static WatchStatus with(WatchStatus status, List<CpuStatus> cpus) {
    return new WatchStatus(
        status.origin(),
        status.startedRealtimeNanos(),
        status.asOfRealtimeNanos() + 1_000_000_000L,
        status.asOfMonotonicNanos() + 1_000_000_000L,
        status.ready(),
        status.limits(),
        status.verdict(),
        status.verdictSinceRealtimeNanos(),
        status.reason(),
        status.requalifiesAtRealtimeNanos(),
        status.evidenceMonotonicNanos(),
        status.referenceCpu(),
        status.frequency(),
        status.agreementNanos(),
        cpus,
        status.findings(),
        status.recommendations(),
        status.matrix(),
        status.facts(),
        status.witnesses(),
        status.intrusion(),
        status.counters());
  }

  /** So many CPUs, every number of each known. */
  public static List<CpuStatus> cpus(int count, RateResult.Bounded rate) {
    return IntStream.range(0, count)
        .mapToObj(
            cpu ->
                new CpuStatus(
                    CpuPlace.unknown(cpu),
                    true,
                    Verdict.RELIABLE,
                    "in sync",
                    Optional.of(CpuOffset.of(cpu, 0, new OffsetBounds(-50, 61), 1, true)),
                    Optional.of(rate),
                    Optional.empty(),
                    Reading.present(-4L),
                    OptionalLong.of(UPTIME),
                    1_000_000))
        .toList();
  }

  /** An event of this sequence. */
  public static WatchEvent event(long sequence) {
    return event(sequence, "CPU 3 is at least 480 ns ahead of CPU 0.\nSecond line.");
  }

  /** An event of this sequence that says this. */
  public static WatchEvent event(long sequence, String sentence) {
    return new WatchEvent(
        sequence,
        STARTED + sequence * 1_000_000_000L,
        UPTIME + sequence * 1_000_000_000L,
        WatchEvent.Kind.FINDING_RAISED,
        Optional.of(FindingCode.SKEW_WARP),
        Severity.CRITICAL,
        CpuSet.of(3),
        List.of(new Quantity("offsetLower", 480, Unit.NANOSECONDS)),
        sentence);
  }
}
