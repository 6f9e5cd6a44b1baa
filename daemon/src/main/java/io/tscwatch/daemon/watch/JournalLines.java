package io.tscwatch.daemon.watch;

import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Quantity;
import io.tscwatch.checks.finding.Unit;
import io.tscwatch.checks.verdict.Recommendation;
import io.tscwatch.checks.watch.ActiveFinding;
import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.checks.watch.WatchListener;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.systemd.journal.ClocksourceChanged;
import io.tscwatch.systemd.journal.EventLog;
import io.tscwatch.systemd.journal.FindingCleared;
import io.tscwatch.systemd.journal.FindingRaised;
import io.tscwatch.systemd.journal.HostEvent;
import io.tscwatch.systemd.journal.JournalEvent;
import io.tscwatch.systemd.journal.OffsetNanos;
import io.tscwatch.systemd.journal.PermissionLost;
import io.tscwatch.systemd.journal.Ready;
import io.tscwatch.systemd.journal.VerdictChanged;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Writes events as log lines. They wait for the status that follows them, which knows the advice
 * and the evidence.
 */
final class JournalLines implements WatchListener {

  private final EventLog log;
  private final Predicate<String> ours;
  private final List<WatchEvent> waiting = new ArrayList<>();
  private String verdict = "UNKNOWN";
  private String clocksource = "unknown";
  private boolean ready;

  /**
   * Nothing to write yet.
   *
   * @param ours whether a clocksource is in use because this program wrote it, which then has a
   *     line already
   */
  JournalLines(EventLog log, Predicate<String> ours) {
    this.log = log;
    this.ours = ours;
  }

  @Override
  public void event(WatchEvent event) {
    waiting.add(event);
  }

  @Override
  public void status(WatchStatus status) {
    if (!waiting.isEmpty()) {
      toldOnce(waiting).forEach(event -> line(event, status).ifPresent(log::write));
      waiting.clear();
    }
    verdict = status.verdict().name();
    clocksource = clocksource(status);
    if (!ready && status.counters().sweeps() > 0) {
      ready = true;
      log.write(new Ready(verdict, status.reason()));
    }
  }

  /** Without the changes of TSC_ADJUST that began a finding, which says the same of them. */
  static List<WatchEvent> toldOnce(List<WatchEvent> events) {
    return events.stream()
        .filter(
            event ->
                event.kind() != WatchEvent.Kind.TSC_ADJUST_CHANGED
                    || events.stream().noneMatch(other -> isFindingOf(event, other)))
        .toList();
  }

  private static boolean isFindingOf(WatchEvent change, WatchEvent other) {
    return other.kind() == WatchEvent.Kind.FINDING_RAISED
        && other.code().equals(change.code())
        && other.cpus().equals(change.cpus())
        && other.sentence().equals(change.sentence());
  }

  private static String clocksource(WatchStatus status) {
    return status.facts().kernel().currentClocksource().toOptional().orElse("unknown");
  }

  private Optional<JournalEvent> line(WatchEvent event, WatchStatus status) {
    return switch (event.kind()) {
      // The lines Started and Ready say it.
      case WATCH_STARTED -> Optional.empty();
      case VERDICT_CHANGED -> ready ? Optional.of(verdictChanged(event, status)) : Optional.empty();
      case FINDING_RAISED, TSC_ADJUST_CHANGED -> raised(event, status);
      case FINDING_CLEARED ->
          Optional.of(
              new FindingCleared(
                  event.code().map(FindingCode::code).orElse(""),
                  event.cpus().toString(),
                  "No longer so: " + event.sentence()));
      case CLOCKSOURCE_CHANGED ->
          ours.test(clocksource(status))
              ? Optional.empty()
              : Optional.of(new ClocksourceChanged(clocksource, clocksource(status)));
      case PERMISSION_LOST -> Optional.of(permissionLost(event));
      case SUSPEND_RESUMED -> host(HostEvent.Kind.SUSPENDED, event);
      case CLOCK_SET -> host(HostEvent.Kind.CLOCK_SET, event);
      case CPU_ONLINE, CPU_OFFLINE, REFERENCE_CHANGED -> host(HostEvent.Kind.HOTPLUG, event);
      case KERNEL_MESSAGE -> host(HostEvent.Kind.KERNEL_MESSAGE, event);
      case GUEST_MIGRATED, GUEST_PAUSED, TSC_JUMPED_TOGETHER ->
          host(HostEvent.Kind.DISRUPTED, event);
      case PROBE_STARVED -> host(HostEvent.Kind.STARVED, event);
      // What they follow from, or what follows from them, has its own line.
      case BASELINE_RESTARTED,
          WITNESS_STEPPED,
          WITNESS_STALLED,
          WITNESS_RESTARTED,
          VOTE_CHANGED,
          TSC_ADJUST_RESTORED,
          PERMISSION_REGAINED ->
          Optional.empty();
      // Enforcement writes its own, at once.
      case CLOCKSOURCE_ENFORCED, ENFORCEMENT_REFUSED, ENFORCEMENT_YIELDED -> Optional.empty();
    };
  }

  private static Optional<JournalEvent> host(HostEvent.Kind kind, WatchEvent event) {
    return Optional.of(new HostEvent(kind, event.cpus().toString(), event.sentence(), ""));
  }

  private static PermissionLost permissionLost(WatchEvent event) {
    String[] parts = event.sentence().split(" can no longer be read: ", 2);
    return new PermissionLost(parts[0], parts.length > 1 ? parts[1] : "");
  }

  private VerdictChanged verdictChanged(WatchEvent event, WatchStatus status) {
    Optional<Finding> finding = finding(event, status);
    return new VerdictChanged(
        verdict,
        status.verdict().name(),
        event.cpus().toString(),
        event.code().map(FindingCode::code).orElse(""),
        status.reason(),
        finding.map(Finding::advice).orElseGet(() -> firstAdvice(status)));
  }

  private static String firstAdvice(WatchStatus status) {
    return status.recommendations().stream().findFirst().map(Recommendation::sentence).orElse("");
  }

  private static Optional<Finding> finding(WatchEvent event, WatchStatus status) {
    return status.findings().stream()
        .map(ActiveFinding::finding)
        .filter(f -> event.code().filter(f.code()::equals).isPresent())
        .filter(f -> f.cpus().equals(event.cpus()))
        .findFirst();
  }

  private static Optional<JournalEvent> raised(WatchEvent event, WatchStatus status) {
    Optional<Finding> finding = finding(event, status);
    return Optional.of(
        new FindingRaised(
            event.code().map(FindingCode::code).orElse(""),
            event.severity().name(),
            event.cpus().toString(),
            offset(event.quantities(), status.frequency()),
            finding.map(Finding::evidence).orElse(""),
            event.sentence(),
            finding.map(Finding::advice).orElse("")));
  }

  private static Optional<OffsetNanos> offset(
      List<Quantity> quantities, Optional<TscFrequency> frequency) {
    OptionalLong lower = nanos(quantities, "offsetLower");
    OptionalLong upper = nanos(quantities, "offsetUpper");
    return frequency.isPresent() && lower.isPresent() && upper.isPresent()
        ? Optional.of(new OffsetNanos(lower.getAsLong(), upper.getAsLong()))
        : Optional.empty();
  }

  private static OptionalLong nanos(List<Quantity> quantities, String name) {
    return quantities.stream()
        .filter(q -> q.name().equals(name) && q.unit() == Unit.NANOSECONDS)
        .mapToLong(Quantity::value)
        .findFirst();
  }
}
