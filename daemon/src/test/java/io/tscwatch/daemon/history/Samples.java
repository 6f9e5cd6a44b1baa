package io.tscwatch.daemon.history;

import io.tscwatch.checks.bounds.CpuOffset;
import io.tscwatch.checks.bounds.OffsetBounds;
import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Quantity;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.finding.Unit;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.topology.CpuPlace;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.checks.watch.CpuStatus;
import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.config.HistorySettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Events, bounds and settings that tests keep and read back. */
final class Samples {

  static final long SECOND = 1_000_000_000L;
  static final long DAY = 86_400 * SECOND;

  /** 2026-03-01T12:00:00Z. */
  static final long NOON = 1_772_366_400L * SECOND;

  /** A nanosecond is a cycle. */
  static final TscFrequency GIGAHERTZ = new TscFrequency(1_000_000_000L);

  static final StoredEvent.Run RUN = new StoredEvent.Run(NOON, Origin.THIS_MACHINE, "1.2.3");

  static final HistoryWriter.Tuning IMPATIENT =
      new HistoryWriter.Tuning(20_000_000L, 20_000_000L, 0);

  private Samples() {}

  static HistorySettings settings(Path file) {
    return new HistorySettings(file, 60 * SECOND, 90 * DAY, 256L << 20);
  }

  static WatchEvent warp(long sequence, long realtimeNanos) {
    return new WatchEvent(
        sequence,
        realtimeNanos,
        sequence * 1000,
        WatchEvent.Kind.FINDING_RAISED,
        Optional.of(FindingCode.SKEW_WARP),
        Severity.CRITICAL,
        CpuSet.parse("3,8-9"),
        List.of(
            new Quantity("offsetLower", Long.MIN_VALUE, Unit.CYCLES),
            new Quantity("offsetUpper", 4_100, Unit.NANOSECONDS)),
        "CPU 3 is at least 4.1 µs \"ahead\" of CPU 0.");
  }

  static WatchEvent online(long sequence, long realtimeNanos) {
    return new WatchEvent(
        sequence,
        realtimeNanos,
        sequence * 1000,
        WatchEvent.Kind.CPU_ONLINE,
        Optional.empty(),
        Severity.INFO,
        CpuSet.of(1),
        List.of(),
        "CPU 1 came online.");
  }

  static CpuStatus cpu(int cpu, int reference, long evidenceNanos, long lower, long upper) {
    return new CpuStatus(
        CpuPlace.unknown(cpu),
        true,
        Verdict.RELIABLE,
        "in sync",
        Optional.of(CpuOffset.of(cpu, reference, new OffsetBounds(lower, upper), 1, true)),
        Optional.empty(),
        Optional.empty(),
        Reading.absent("no such MSR"),
        OptionalLong.of(evidenceNanos),
        0);
  }
}
