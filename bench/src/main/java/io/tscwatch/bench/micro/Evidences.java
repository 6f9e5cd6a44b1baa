package io.tscwatch.bench.micro;

import io.tscwatch.checks.Check;
import io.tscwatch.checks.Evidence;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.measure.MeasureOptions;
import io.tscwatch.checks.measure.Progress;
import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.checks.topology.MachineShape;
import io.tscwatch.checks.verdict.Limits;

/**
 * What a check of a simulated machine measured.
 *
 * @param evidence of one package without SMT
 */
record Evidences(Evidence evidence) {

  static Scenario scenario(int cpus) {
    return Scenario.builder("benchmark", MachineShape.of(1, 1, 1, cpus, 1)).seed(1).build();
  }

  static Evidences of(int cpus) {
    try (Machine machine = new SimulatedMachine(scenario(cpus))) {
      return new Evidences(
          Check.measure(machine, MeasureOptions.DEFAULT, Limits.DEFAULT, Progress.SILENT));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a machine was simulated", e);
    }
  }
}
