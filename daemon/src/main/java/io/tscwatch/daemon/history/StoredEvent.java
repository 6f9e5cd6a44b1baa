package io.tscwatch.daemon.history;

import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Quantity;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.finding.Unit;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.daemon.report.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An event of the past. Kinds, codes and units are text: an event that another version wrote is
 * shown as it was written.
 *
 * @param id grows with every event in the file; empty for one that still waits in memory
 * @param run the run of the daemon that saw it
 * @param sequence counts by one from 1 in each run, so that a gap shows events that were lost
 * @param realtimeNanos when, nanoseconds since 1970
 * @param monotonicNanos when, CLOCK_MONOTONIC of that boot
 * @param kind such as {@code verdict-changed}
 * @param code of the finding that it is about, such as {@code skew.warp}
 * @param severity such as {@code critical}
 * @param cpus the CPUs that it is about; empty if the machine
 * @param amounts its numbers
 * @param sentence one line that a person understands
 */
public record StoredEvent(
    OptionalLong id,
    Run run,
    long sequence,
    long realtimeNanos,
    long monotonicNanos,
    String kind,
    Optional<String> code,
    String severity,
    CpuSet cpus,
    List<Amount> amounts,
    String sentence) {

  /**
   * A run of the daemon, from start to end.
   *
   * @param startedRealtimeNanos nanoseconds since 1970
   * @param origin the machine that it watched: real, simulated or replayed
   * @param version of tscwatch
   */
  public record Run(long startedRealtimeNanos, Origin origin, String version) {}

  /**
   * A number with its unit.
   *
   * @param unit as in JSON everywhere; empty for a count
   */
  public record Amount(String name, long value, String unit) {}

  public StoredEvent {
    amounts = List.copyOf(amounts);
  }

  /** As the watch told it; empty if kind, code, severity or a unit is one of another version. */
  Optional<WatchEvent> toWatchEvent() {
    try {
      List<Quantity> quantities = new ArrayList<>();
      for (Amount amount : amounts) {
        quantities.add(new Quantity(amount.name(), amount.value(), unit(amount.unit())));
      }
      Optional<FindingCode> known = code.flatMap(FindingCode::find);
      if (known.isPresent() != code.isPresent()) {
        return Optional.empty();
      }
      return Optional.of(
          new WatchEvent(
              sequence,
              realtimeNanos,
              monotonicNanos,
              WatchEvent.Kind.valueOf(constant(kind)),
              known,
              Severity.valueOf(constant(severity)),
              cpus,
              quantities,
              sentence));
    } catch (IllegalArgumentException e) {
      // Enum.valueOf: there is no such constant here.
      return Optional.empty();
    }
  }

  private static String constant(String name) {
    return name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static Unit unit(String symbol) {
    return Arrays.stream(Unit.values())
        .filter(unit -> unit.symbol().equals(symbol))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no unit " + symbol));
  }

  static StoredEvent pending(Run run, WatchEvent event) {
    return new StoredEvent(
        OptionalLong.empty(),
        run,
        event.sequence(),
        event.realtimeNanos(),
        event.monotonicNanos(),
        Names.of(event.kind()),
        event.code().map(FindingCode::code),
        Names.of(event.severity()),
        event.cpus(),
        amounts(event.quantities()),
        event.sentence());
  }

  /** Numbers as they are kept. */
  public static List<Amount> amounts(List<Quantity> quantities) {
    return quantities.stream()
        .map(q -> new Amount(q.name(), q.value(), q.unit().symbol()))
        .toList();
  }
}
