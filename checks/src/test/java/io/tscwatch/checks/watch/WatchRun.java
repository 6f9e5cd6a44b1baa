package io.tscwatch.checks.watch;

import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.checks.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A watch of a simulated machine in virtual time, and all that it told. */
final class WatchRun implements WatchListener {

  static final long SECOND = 1_000_000_000L;

  final List<WatchEvent> events = new ArrayList<>();
  final List<Verdict> verdicts = new ArrayList<>();
  private final Machine machine;
  private final WatchEngine engine;
  private Optional<WatchStatus> status = Optional.empty();

  WatchRun(Scenario scenario) {
    this(new SimulatedMachine(scenario), WatchSettings.DEFAULT);
  }

  WatchRun(Machine machine, WatchSettings settings) {
    this.machine = machine;
    this.engine = new WatchEngine(machine, settings, List.of(this));
  }

  @Override
  public void event(WatchEvent event) {
    events.add(event);
  }

  @Override
  public void status(WatchStatus newStatus) {
    status = Optional.of(newStatus);
    boolean fault =
        newStatus.findings().stream().anyMatch(f -> f.finding().severity() == Severity.CRITICAL);
    if (fault && newStatus.verdict() == Verdict.RELIABLE) {
      throw new AssertionError("reliable with a fault that still counts\n" + story());
    }
    if (verdicts.isEmpty() || verdicts.get(verdicts.size() - 1) != newStatus.verdict()) {
      verdicts.add(newStatus.verdict());
    }
  }

  /** Watches for so long. */
  WatchRun seconds(long seconds) {
    try {
      long until = machine.monotonicNanos() + seconds * SECOND;
      while (machine.monotonicNanos() < until) {
        engine.tick();
        machine.sleepNanos(engine.nanosUntilNextTick());
      }
      return this;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  WatchEngine engine() {
    return engine;
  }

  WatchStatus status() {
    return status.orElseThrow();
  }

  CpuStatus cpu(int cpu) {
    return status().cpus().stream().filter(c -> c.cpu() == cpu).findFirst().orElseThrow();
  }

  List<WatchEvent.Kind> kinds() {
    return events.stream().map(WatchEvent::kind).toList();
  }

  List<WatchEvent> of(WatchEvent.Kind kind) {
    return events.stream().filter(event -> event.kind() == kind).toList();
  }

  List<FindingCode> findings() {
    return status().findings().stream().map(active -> active.finding().code()).toList();
  }

  /** For a failure's message. */
  String story() {
    StringBuilder text = new StringBuilder();
    for (WatchEvent event : events) {
      text.append(event.monotonicNanos() / 1_000_000)
          .append(' ')
          .append(event.kind())
          .append(' ')
          .append(event.cpus())
          .append(' ')
          .append(event.sentence())
          .append('\n');
    }
    return text.toString();
  }
}
