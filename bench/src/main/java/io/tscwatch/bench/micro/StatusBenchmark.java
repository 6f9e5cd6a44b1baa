package io.tscwatch.bench.micro;

import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.checks.watch.WatchEngine;
import io.tscwatch.checks.watch.WatchSettings;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.config.Settings;
import io.tscwatch.daemon.http.HistoryHealth;
import io.tscwatch.daemon.http.LiveWatch;
import io.tscwatch.daemon.http.StatusDocument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The daemon's status as JSON. */
@State(Scope.Benchmark)
public class StatusBenchmark {

  @Param({"2", "64"})
  public int cpus;

  private Optional<WatchStatus> status = Optional.empty();

  /** Lets a watch of a simulated machine tick once. */
  @Setup
  public void watch() throws InterruptedException {
    LiveWatch live = new LiveWatch(Settings.defaults(), "bench");
    try (Machine machine = new SimulatedMachine(Evidences.scenario(cpus))) {
      new WatchEngine(machine, WatchSettings.DEFAULT, List.of(live)).tick();
    }
    status = live.current();
  }

  /** As each request of the status does. */
  @Benchmark
  public byte[] write() {
    return StatusDocument.bytes(
        status.orElseThrow(),
        new HistoryHealth(Optional.empty(), false, Optional.empty()),
        "bench",
        "1",
        Map.of());
  }
}
