package io.tscwatch.bench.witnesses;

import io.tscwatch.bench.witnesses.WitnessesResult.Case;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.checks.watch.ActiveFinding;
import io.tscwatch.checks.watch.WatchEngine;
import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.checks.watch.WatchListener;
import io.tscwatch.checks.watch.WatchSettings;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.checks.witness.RateInterval;
import io.tscwatch.checks.witness.WitnessStatus;
import io.tscwatch.config.yaml.InvalidYamlException;
import io.tscwatch.daemon.scenario.ScenarioFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/** Watches a simulated machine through a planned case, at the watch's defaults, in its own time. */
final class CaseRun implements WatchListener {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final RateInterval NOT_KNOWN = new RateInterval(0, 0);

  private final PlannedCase planned;
  private final TreeSet<String> falseFindings = new TreeSet<>();
  private long faultMonotonicNanos;
  private OptionalLong toldNanos = OptionalLong.empty();
  private RateInterval whenTold = NOT_KNOWN;
  private RateInterval last = NOT_KNOWN;
  private Optional<WatchStatus> status = Optional.empty();

  private CaseRun(PlannedCase planned) {
    this.planned = planned;
  }

  /** Watches for so long. */
  static Case of(PlannedCase planned, long seconds) throws IOException, InterruptedException {
    CaseRun run = new CaseRun(planned);
    try (SimulatedMachine machine = new SimulatedMachine(ScenarioFile.load(planned.scenario()))) {
      long begun = machine.monotonicNanos();
      run.faultMonotonicNanos = begun + planned.faultSeconds() * NANOS_PER_SECOND;
      WatchEngine engine = new WatchEngine(machine, WatchSettings.DEFAULT, List.of(run));
      while (machine.monotonicNanos() - begun < seconds * NANOS_PER_SECOND) {
        engine.tick();
        machine.sleepNanos(engine.nanosUntilNextTick());
      }
    } catch (InvalidYamlException e) {
      throw new IOException(planned.scenario() + ": " + e.getMessage(), e);
    }
    return run.result();
  }

  @Override
  public void event(WatchEvent event) {
    if (planned.event().filter(kind -> kind == event.kind()).isPresent()
        && event.sentence().contains(planned.witness())) {
      told(event.monotonicNanos());
    }
  }

  @Override
  public void status(WatchStatus now) {
    status = Optional.of(now);
    rate(now).ifPresent(rate -> last = rate);
    if (planned.told().filter(told -> told.test(now)).isPresent()) {
      told(now.asOfMonotonicNanos());
    }
    for (ActiveFinding active : now.findings()) {
      Finding finding = active.finding();
      if (finding.severity() != Severity.INFO && !planned.findings().contains(finding.code())) {
        falseFindings.add(finding.code().code());
      }
    }
  }

  /** An event is told before the status of its tick: the rate is the last one before the fault. */
  private void told(long monotonicNanos) {
    if (toldNanos.isEmpty()) {
      toldNanos = OptionalLong.of(monotonicNanos - faultMonotonicNanos);
      whenTold = last;
    }
  }

  private Optional<RateInterval> rate(WatchStatus now) {
    return now.witnesses().witnesses().stream()
        .filter(witness -> witness.name().equals(planned.witness()))
        .findFirst()
        .flatMap(WitnessStatus::rate);
  }

  private Case result() {
    WatchStatus end = status.orElseThrow();
    boolean silent = planned.told().isEmpty() && planned.event().isEmpty();
    return new Case(
        planned.scenario(),
        planned.planted(),
        planned.expected(),
        end.witnesses().vote().sentence(),
        end.verdict().name(),
        end.verdict() == planned.verdict()
            && planned.vote().isInstance(end.witnesses().vote())
            && (silent || toldNanos.isPresent()),
        toldNanos.orElse(-1),
        planned.witness(),
        whenTold.minPicosPerSecond(),
        whenTold.maxPicosPerSecond(),
        last.minPicosPerSecond(),
        last.maxPicosPerSecond(),
        List.copyOf(falseFindings));
  }
}
