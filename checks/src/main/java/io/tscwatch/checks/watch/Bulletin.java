package io.tscwatch.checks.watch;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Quantity;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.topology.CpuSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Numbers, dates and counts events, and tells them to the listeners at once. */
final class Bulletin {

  private final Machine machine;
  private final List<WatchListener> listeners;
  private final Map<WatchEvent.Kind, Long> counts = new EnumMap<>(WatchEvent.Kind.class);
  private long sequence;

  Bulletin(Machine machine, List<WatchListener> listeners) {
    this.machine = machine;
    this.listeners = List.copyOf(listeners);
  }

  void tell(HostEvent event, CpuSet cpus) {
    tell(
        event.kind(),
        Optional.empty(),
        event.severity(),
        cpus,
        event.quantities(),
        event.sentence());
  }

  void tell(WatchEvent.Kind kind, Finding finding) {
    tell(
        kind,
        Optional.of(finding.code()),
        kind == WatchEvent.Kind.FINDING_CLEARED ? Severity.INFO : finding.severity(),
        finding.cpus(),
        finding.quantities(),
        finding.sentence());
  }

  void tell(WatchEvent.Kind kind, Severity severity, CpuSet cpus, String sentence) {
    tell(kind, Optional.empty(), severity, cpus, List.of(), sentence);
  }

  void tell(
      WatchEvent.Kind kind,
      Optional<FindingCode> code,
      Severity severity,
      CpuSet cpus,
      List<Quantity> quantities,
      String sentence) {
    counts.merge(kind, 1L, Long::sum);
    WatchEvent event =
        new WatchEvent(
            ++sequence,
            machine.realtimeNanos(),
            machine.monotonicNanos(),
            kind,
            code,
            severity,
            cpus,
            quantities,
            sentence);
    listeners.forEach(listener -> listener.event(event));
  }

  void tell(WatchStatus status) {
    for (WatchListener listener : listeners) {
      listener.status(status);
    }
  }

  Map<WatchEvent.Kind, Long> counts() {
    return counts;
  }
}
