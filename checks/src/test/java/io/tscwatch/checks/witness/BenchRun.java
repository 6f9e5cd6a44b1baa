package io.tscwatch.checks.witness;

import io.tscwatch.checks.facts.Facts;
import io.tscwatch.checks.facts.FactsReader;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.reference.ClockKind;
import io.tscwatch.checks.simulate.ClockPlan;
import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.ScenarioBuilder;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.checks.topology.MachineShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A bench of witnesses on a simulated machine, in virtual time. */
final class BenchRun {

  static final long SECOND = 1_000_000_000L;
  static final long PPM = 1_000_000L;

  final List<WitnessNews> news = new ArrayList<>();
  private final SimulatedMachine machine;
  private final WitnessBench bench;
  private final Facts facts;

  BenchRun(Scenario scenario) {
    machine = new SimulatedMachine(scenario);
    facts = FactsReader.read(machine, FactsReader.topology(machine), Optional.empty());
    bench = new WitnessBench(machine, WitnessSettings.DEFAULT);
  }

  /** Bare metal with HPET and PM timer of one crystal, and a CLOCK_REALTIME that NTP keeps. */
  static ScenarioBuilder bareMetal(ClockPlan... clocks) {
    ScenarioBuilder builder = Scenario.builder("witnesses", MachineShape.of(1, 1, 1, 2, 1));
    for (ClockPlan clock : clocks) {
      builder.clock(clock);
    }
    return builder;
  }

  static ClockPlan usual(ClockKind kind) {
    return ClockPlan.usual(kind);
  }

  /** Looks once in two seconds, until so many seconds have passed. */
  BenchRun seconds(long seconds) {
    long until = machine.elapsedNanos() + seconds * SECOND;
    while (machine.elapsedNanos() < until) {
      news.addAll(bench.look(0, facts, OptionalLong.empty()));
      machine.sleepNanos(2 * SECOND);
    }
    return this;
  }

  /** Nobody looks. */
  BenchRun pause(long seconds) {
    machine.sleepNanos(seconds * SECOND);
    return this;
  }

  WitnessReport report() {
    return bench.report(facts);
  }

  Vote vote() {
    return report().vote();
  }

  WitnessStatus witness(ClockKind kind) {
    return report().witnesses().stream().filter(w -> w.kind() == kind).findFirst().orElseThrow();
  }

  RateInterval rate(ClockKind kind) {
    return witness(kind).rate().orElseThrow();
  }

  List<FindingCode> findings() {
    return WitnessFindings.of(report()).stream().map(Finding::code).toList();
  }

  /** The first even second at which the vote is of a kind. */
  long secondsUntil(Class<? extends Vote> kind, long atMost) {
    long begun = machine.elapsedNanos();
    while (!kind.isInstance(vote())) {
      if (machine.elapsedNanos() - begun > atMost * SECOND) {
        throw new AssertionError("no " + kind.getSimpleName() + " but " + vote());
      }
      seconds(2);
    }
    return (machine.elapsedNanos() - begun) / SECOND;
  }
}
