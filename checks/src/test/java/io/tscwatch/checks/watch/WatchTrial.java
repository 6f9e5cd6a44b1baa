package io.tscwatch.checks.watch;

import io.tscwatch.checks.bounds.CpuOffset;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.watch.WatchEvent.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A long watch in turmoil with faults planted at random, judged by what is really so. */
final class WatchTrial implements WatchListener {

  /** From one fault to the next, on average: to be found, healed, and requalified. */
  private static final long FAULT_NANOS = 600 * Turmoil.SECOND;

  /** A fault is kept for ten minutes after it is gone; evidence of one CPU may lag. */
  private static final long AFTERMATH_NANOS = 1000 * Turmoil.SECOND;

  /**
   * What became of one fault.
   *
   * @param resolutionCycles the stated resolution of the CPU's offset when it began
   * @param aboveFromNanos when it was above that; {@link Long#MAX_VALUE} if never
   * @param foundNanos when a fault was told that names the CPU
   * @param others CPUs that were named and are innocent
   * @param story what was told while it lasted
   */
  record Answer(
      PlantedFault fault,
      long resolutionCycles,
      long aboveFromNanos,
      Optional<Long> foundNanos,
      CpuSet others,
      List<String> story) {

    boolean above() {
      return aboveFromNanos != Long.MAX_VALUE;
    }

    /** Found if it had to be, and then nobody else was accused. */
    boolean right() {
      return !above() || (foundNanos.isPresent() && others.isEmpty());
    }

    /** From when it was above the resolution until it was told; 0 if it was told before. */
    long latencyNanos() {
      return Math.max(0, foundNanos.orElseThrow() - Math.max(aboveFromNanos, fault.atNanos()));
    }
  }

  /**
   * All of it.
   *
   * @param falseAlarms what was called a fault while there was none
   */
  record Outcome(List<Answer> answers, List<String> falseAlarms, long ticks) {}

  private final Turmoil turmoil;
  private final List<PlantedFault> faults = new ArrayList<>();
  private final long[] resolutions;
  private final List<List<WatchEvent>> told = new ArrayList<>();
  private final List<String> falseAlarms = new ArrayList<>();
  private final StringBuilder story = new StringBuilder();
  private final long nanos;
  private final SimulatedMachine machine;
  private Optional<WatchStatus> latest = Optional.empty();
  private long ticks;

  /**
   * A trial.
   *
   * @param nanos how long
   * @param count how many faults, spread evenly
   */
  WatchTrial(long seed, long nanos, int count) {
    this.nanos = nanos;
    turmoil = new Turmoil(seed);
    if (count == 1) {
      turmoil.shake(nanos, Turmoil.HOUR / 2, Turmoil.HOUR / 12, Turmoil.HOUR / 40);
    } else {
      turmoil.shake(nanos, 24 * Turmoil.HOUR, Turmoil.HOUR, Turmoil.HOUR / 2);
    }
    long slot = nanos / count;
    long slack = slot - FAULT_NANOS - AFTERMATH_NANOS;
    for (int i = 0; i < count; i++) {
      long at =
          i * slot
              + 100 * Turmoil.SECOND
              + Math.floorMod(seed * 7919 + i * 104729L, slack / 1000) * 1000;
      while (turmoil.suspendedBetween(at - 60 * Turmoil.SECOND, at + FAULT_NANOS)) {
        at += 60 * Turmoil.SECOND;
      }
      PlantedFault fault = turmoil.fault(at, FAULT_NANOS);
      faults.add(fault);
      told.add(new ArrayList<>());
    }
    faults.forEach(fault -> fault.plant(turmoil.scenario()));
    resolutions = new long[count];
    machine = new SimulatedMachine(turmoil.scenario().build());
  }

  Outcome run() {
    WatchEngine engine = new WatchEngine(machine, WatchSettings.DEFAULT, List.of(this));
    try {
      while (machine.elapsedNanos() < nanos) {
        engine.tick();
        machine.sleepNanos(engine.nanosUntilNextTick());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < faults.size(); i++) {
      answers.add(answer(i));
    }
    return new Outcome(answers, falseAlarms, ticks);
  }

  private Answer answer(int i) {
    PlantedFault fault = faults.get(i);
    Optional<Long> found = Optional.empty();
    CpuSet others = CpuSet.empty();
    for (WatchEvent event : told.get(i)) {
      if (event.cpus().contains(fault.cpu()) && found.isEmpty()) {
        found = Optional.of(event.monotonicNanos());
      }
      others = others.plus(event.cpus().minus(CpuSet.of(fault.cpu())));
    }
    // Of two CPUs that differ, nobody can say which one is off; of three neither, while one is
    // away.
    boolean ambiguous =
        turmoil.cpus() == 2
            || (turmoil.cpus() == 3
                && turmoil.hotplugBetween(
                    fault.atNanos() - 60 * Turmoil.SECOND, fault.untilNanos() + AFTERMATH_NANOS));
    if (ambiguous && !told.get(i).isEmpty()) {
      found = Optional.of(told.get(i).get(0).monotonicNanos());
      others = CpuSet.empty();
    }
    return new Answer(
        fault,
        resolutions[i],
        fault.aboveFromNanos(resolutions[i]),
        found,
        others,
        told.get(i).stream()
            .map(event -> event.monotonicNanos() / 1_000_000 + " ms: " + event.sentence())
            .toList());
  }

  @Override
  public void event(WatchEvent event) {
    if (story.length() < 200_000) {
      story
          .append(machine.elapsedNanos() / 1_000_000)
          .append(' ')
          .append(event.kind())
          .append(' ')
          .append(event.cpus())
          .append(' ')
          .append(event.sentence())
          .append('\n');
    }
    boolean critical =
        event.severity() == Severity.CRITICAL
            && event.kind() == Kind.FINDING_RAISED
            && event.code().filter(WatchTrial::isOfCounters).isPresent();
    boolean adjust = event.kind() == Kind.TSC_ADJUST_CHANGED;
    if (!critical && !adjust) {
      return;
    }
    long now = machine.elapsedNanos();
    for (int i = 0; i < faults.size(); i++) {
      PlantedFault fault = faults.get(i);
      if (now >= fault.atNanos() && now <= fault.untilNanos() + AFTERMATH_NANOS) {
        told.get(i).add(at(event, now));
        return;
      }
    }
    falseAlarms.add(now / 1_000_000 + " ms: " + event.sentence());
  }

  /** Of the registers and of the kernel's log, others have their own rules. */
  private static boolean isOfCounters(FindingCode code) {
    return code.code().startsWith("skew.") || code.code().startsWith("rate.");
  }

  /** The event with the scenario's time in the place of the machine's. */
  private static WatchEvent at(WatchEvent event, long elapsedNanos) {
    return new WatchEvent(
        event.sequence(),
        event.realtimeNanos(),
        elapsedNanos,
        event.kind(),
        event.code(),
        event.severity(),
        event.cpus(),
        event.quantities(),
        event.sentence());
  }

  @Override
  public void status(WatchStatus status) {
    ticks++;
    latest = Optional.of(status);
    long now = machine.elapsedNanos();
    for (int i = 0; i < faults.size(); i++) {
      if (now < faults.get(i).atNanos()) {
        resolutions[i] = resolution(status, faults.get(i).cpu());
        break;
      }
    }
  }

  /** What the status states; for the reference, the coarsest of those measured against it. */
  private static long resolution(WatchStatus status, int cpu) {
    long coarsest = 0;
    for (CpuStatus each : status.cpus()) {
      Optional<CpuOffset> offset = each.offset();
      if (offset.isPresent() && (each.cpu() == cpu || status.referenceCpu() == cpu)) {
        coarsest = Math.max(coarsest, offset.get().resolutionCycles());
      }
    }
    return coarsest;
  }

  int cpus() {
    return turmoil.cpus();
  }

  String story() {
    return faults + "\n" + latest.map(WatchStatus::verdict) + "\n" + story;
  }
}
