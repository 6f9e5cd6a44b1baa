package io.tscwatch.checks.witness;

import io.tscwatch.checks.facts.Facts;
import io.tscwatch.checks.linux.KernelConfiguration;
import io.tscwatch.checks.linux.WatchdogLimit;
import io.tscwatch.checks.linux.WatchdogRule;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.reference.ClockKind;
import io.tscwatch.checks.reference.ClockQuestion;
import io.tscwatch.checks.reference.ClockSample;
import io.tscwatch.checks.reference.Discipline;
import io.tscwatch.checks.topology.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Looks at every other clock of a machine, one after the other, when its time has come, and keeps
 * what they prove.
 *
 * <pre>{@code
 * WitnessBench bench = new WitnessBench(machine, WitnessSettings.DEFAULT);
 * bench.look(cpu, facts, OptionalLong.empty()).forEach(this::tell);
 * WitnessReport report = bench.report(facts);
 * }</pre>
 *
 * <p>Does no input or output but through the machine. Not safe for use by many threads.
 */
public final class WitnessBench {

  private static final String PTP_FOLDER = "/sys/class/ptp";

  /** Clocks that are not there or not readable are tried again after so many intervals. */
  private static final int RETRY_INTERVALS = 30;

  /** The RTC is asked after 2, 4, 8 ... intervals, until it is tried like any other. */
  private static final int RETRY_DOUBLINGS = 5;

  /**
   * A clock that is made from the TSC has no vote and can only be what it was: once its rate is
   * known it is looked at so many times less often.
   */
  private static final int DERIVED_INTERVALS = 15;

  /** A clock that was read before and could not be now is tried again after so many intervals. */
  private static final int FAILED_INTERVALS = 5;

  /** A look that fails after so long failed for want of the CPU, and so would the next ones. */
  private static final long STARVED_NANOS = 200_000_000L;

  /** What changes by time alone, such as how long a clock was steady, may be so old in a report. */
  private static final long REPORT_NANOS = 30_000_000_000L;

  private static final int NANOS_PER_MILLI = 1_000_000;

  /** Rounds parts per billion half up. */
  private static final long HALF_BILLION = 500_000_000L;

  private final Machine machine;
  private WitnessSettings settings;
  private final List<Witness> witnesses = new ArrayList<>();
  private Optional<Steering> steering = Optional.empty();
  private long kilohertz;
  private int cpu = -1;
  private long begunNanos;
  private OptionalLong maxSkewMicros = OptionalLong.empty();
  private long cpuNanos;
  private String clocksource = "";
  private Optional<Reported> reported = Optional.empty();

  /** A report, and what it is of. */
  private record Reported(WitnessReport report, Facts facts, long nanos) {

    /** Facts are the same ones if nobody read them anew; of the others a report says nothing. */
    @SuppressWarnings("ReferenceEquality")
    boolean holds(Facts now, long nowNanos) {
      return facts.kernel() == now.kernel()
          && facts.cpuid() == now.cpuid()
          && facts.topology() == now.topology()
          && nowNanos - nanos < REPORT_NANOS;
    }
  }

  /** A bench that has not been looked at. */
  public WitnessBench(Machine machine, WitnessSettings settings) {
    this.machine = machine;
    this.settings = settings;
  }

  /** Goes on by other settings. */
  public void configure(WitnessSettings changed) {
    settings = changed;
    reported = Optional.empty();
  }

  /** Forgets every series, as after an event of the host that may have moved the counters. */
  public void restart(String reason) {
    reported = Optional.empty();
    witnesses.forEach(witness -> witness.restart(reason));
    steering.ifPresent(Steering::restart);
  }

  /**
   * Looks at the clocks that are due.
   *
   * @param onCpu whose counter they are compared with; another one than last time begins anew
   * @param measuredKilohertz what the kernel takes the TSC's frequency for, measured; used if
   *     nobody says what it is
   * @return what happened to them
   */
  public List<WitnessNews> look(int onCpu, Facts facts, OptionalLong measuredKilohertz) {
    return look(onCpu, facts, measuredKilohertz, false);
  }

  /** Looks at all clocks, whether they are due or not. */
  public List<WitnessNews> lookNow(int onCpu, Facts facts) {
    return look(onCpu, facts, OptionalLong.empty(), true);
  }

  private List<WitnessNews> look(
      int onCpu, Facts facts, OptionalLong measuredKilohertz, boolean all) {
    long now = machine.monotonicNanos();
    if (!settings.enabled() || !begin(onCpu, facts, measuredKilohertz, now)) {
      return List.of();
    }
    List<Witness> due = due(facts, now, all);
    if (due.isEmpty()) {
      return List.of();
    }
    Lineage.Surroundings around = surroundings(facts);
    boolean onTsc = around.clocksource().equals("tsc");
    List<Elapsed> others = new ArrayList<>();
    List<Happening> happenings = new ArrayList<>();
    boolean starved = false;
    for (Witness witness : due) {
      if (starved) {
        witness.nextLookAt(now + settings.intervalNanos() * FAILED_INTERVALS);
        continue;
      }
      long begun = machine.monotonicNanos();
      Reading<ClockSample> answer = machine.clock(question(witness, facts, onTsc));
      starved =
          answer instanceof Reading.Failed && machine.monotonicNanos() - begun > STARVED_NANOS;
      answer.toOptional().ifPresent(sample -> cpuNanos += sample.cost().cpuNanos());
      if (!witness.isNoNews(answer)) {
        reported = Optional.empty();
      }
      Optional<SeriesEvent> event = witness.take(answer, around, others, now);
      witness.nextLookAt(now + wait(witness, answer));
      if (witness.notTheTsc() && event.isEmpty()) {
        witness.lastElapsed().ifPresent(others::add);
      }
      if (answer instanceof Reading.Present) {
        happenings.add(new Happening(witness, event));
      }
      if (onTsc) {
        steering.ifPresent(s -> answer.toOptional().ifPresent(s::add));
      }
    }
    return Happening.blamed(happenings);
  }

  /** The clocks whose time has come; all of them after another clocksource was chosen. */
  private List<Witness> due(Facts facts, long now, boolean all) {
    boolean affordable = cpuNanos - share(now - begunNanos) <= 0;
    String before = clocksource;
    clocksource = facts.kernel().currentClocksource().toOptional().orElse("");
    boolean changed = !clocksource.equals(before);
    List<Witness> due = new ArrayList<>();
    for (Witness witness : witnesses) {
      if (all || ((changed || witness.due(now)) && (affordable || witness.last().isEmpty()))) {
        due.add(witness);
      }
    }
    return due;
  }

  private long share(long elapsedNanos) {
    // A second's worth is given in advance, for the first looks.
    return (elapsedNanos / 1000 + 1_000_000) * settings.sharePartsPerMillion() / 1000;
  }

  /** From one look to the next at a clock of this kind of which the rate is known. */
  public long intervalNanos(ClockKind kind) {
    return witnesses.stream()
        .filter(witness -> witness.kind == kind)
        .findFirst()
        .flatMap(witness -> witness.last().map(sample -> wait(witness, Reading.present(sample))))
        .orElse(settings.intervalNanos());
  }

  private long wait(Witness witness, Reading<ClockSample> answer) {
    if (witness.kind == ClockKind.RTC && witness.last().isPresent()) {
      return settings.rtcIntervalNanos();
    }
    if (answer instanceof Reading.Present && witness.isTheTsc(settings)) {
      return settings.intervalNanos() * DERIVED_INTERVALS;
    }
    if (answer instanceof Reading.Present) {
      return settings.intervalNanos();
    }
    if (witness.kind == ClockKind.RTC) {
      // Its first update is awaited by a thread of its own: soon there is one, or never.
      int doublings = Math.min(witness.unanswered(), RETRY_DOUBLINGS);
      return settings.intervalNanos() * Math.min(RETRY_INTERVALS, 1L << doublings);
    }
    boolean forNow = answer instanceof Reading.Failed && witness.last().isPresent();
    return settings.intervalNanos() * (forNow ? FAILED_INTERVALS : RETRY_INTERVALS);
  }

  private ClockQuestion question(Witness witness, Facts facts, boolean onTsc) {
    long slowNanos =
        facts
            .kernel()
            .version()
            .map(v -> WatchdogLimit.of(v, maxSkewMicros).readoutNanos())
            .orElse(50_000L);
    return new ClockQuestion(
        witness.kind,
        witness.index,
        cpu,
        settings.tries(),
        slowNanos * kilohertz / NANOS_PER_MILLI,
        onTsc ? kilohertz : 0);
  }

  /** Finds the clocks, once the nominal frequency is known; false as long as it is not. */
  private boolean begin(int onCpu, Facts facts, OptionalLong measuredKilohertz, long now) {
    if (onCpu != cpu) {
      restart("the CPU that they are compared with is another one now");
      cpu = onCpu;
    }
    if (!witnesses.isEmpty()) {
      return true;
    }
    Optional<NominalFrequency> nominal = nominal(facts, measuredKilohertz);
    if (nominal.isEmpty()) {
      return false;
    }
    kilohertz = nominal.get().kilohertz();
    begunNanos = now;
    steering = Optional.of(new Steering(kilohertz));
    // The cheap and long counters first: they settle how often a short one came around.
    for (ClockKind kind :
        List.of(
            ClockKind.MONOTONIC_RAW,
            ClockKind.REALTIME,
            ClockKind.KVMCLOCK,
            ClockKind.HPET,
            ClockKind.ACPI_PM,
            ClockKind.RTC)) {
      witnesses.add(new Witness(kind, 0, "", kilohertz));
    }
    for (int number : ptpNumbers()) {
      String name =
          machine
              .files()
              .read(PTP_FOLDER + "/ptp" + number + "/clock_name")
              .map(String::strip)
              .toOptional()
              .orElse("");
      witnesses.add(new Witness(ClockKind.PTP, number, name, kilohertz));
    }
    maxSkewMicros = maxSkewMicros(facts);
    return true;
  }

  private List<Integer> ptpNumbers() {
    return machine.files().list(PTP_FOLDER).toOptional().stream()
        .flatMap(List::stream)
        .filter(name -> name.matches("ptp\\d{1,3}"))
        .map(name -> Integer.parseInt(name.substring(3)))
        .sorted()
        .toList();
  }

  private Lineage.Surroundings surroundings(Facts facts) {
    return new Lineage.Surroundings(
        facts.cpuid().toOptional().flatMap(cpuid -> cpuid.hypervisorName()),
        facts.kernel().currentClocksource().toOptional().orElse(""),
        find(ClockKind.REALTIME)
            .flatMap(Witness::last)
            .flatMap(ClockSample::discipline)
            .filter(Discipline::synchronised)
            .isPresent());
  }

  private Optional<Witness> find(ClockKind kind) {
    return witnesses.stream().filter(witness -> witness.kind == kind).findFirst();
  }

  private Optional<NominalFrequency> nominal(Facts facts, OptionalLong measured) {
    return NominalFrequency.of(
        facts,
        measured.isPresent() && measured.getAsLong() > 0
            ? Optional.of(
                new NominalFrequency.Claim(
                    measured.getAsLong(), "the kernel, measured by CLOCK_MONOTONIC_RAW"))
            : Optional.empty());
  }

  /**
   * What is known now; the same object as long as no clock was looked at and the facts are the same
   * ones, for a few seconds.
   */
  public WitnessReport report(Facts facts) {
    if (!settings.enabled()) {
      return WitnessReport.NONE;
    }
    long now = machine.monotonicNanos();
    Optional<Reported> known = reported.filter(last -> last.holds(facts, now));
    if (known.isPresent()) {
      return known.get().report();
    }
    WitnessReport report = report(facts, now);
    reported = Optional.of(new Reported(report, facts, now));
    return report;
  }

  private WitnessReport report(Facts facts, long now) {
    List<Ballot> ballots =
        witnesses.stream().flatMap(w -> w.ballot(settings, now).stream()).toList();
    long elapsed = Math.max(1, now - begunNanos);
    return new WitnessReport(
        true,
        facts.guest(),
        cpu,
        witnesses.stream().map(witness -> witness.status(settings, now)).toList(),
        Vote.count(RateInterval.within(settings.tolerancePicosPerSecond()), ballots),
        nominal(facts, inUse(facts)),
        headRoom(facts),
        steering.flatMap(Steering::agreement),
        settings.tolerancePicosPerSecond(),
        witnesses.isEmpty() ? 0 : cpuNanos * 1000 / Math.max(1, elapsed / 1000));
  }

  /** While the clocksource is the TSC, CLOCK_MONOTONIC_RAW shows the frequency that is in use. */
  private OptionalLong inUse(Facts facts) {
    return facts.kernel().runsOn("tsc")
        ? find(ClockKind.MONOTONIC_RAW)
            .flatMap(Witness::rate)
            .filter(rate -> rate.widthPicosPerSecond() < 1_000_000)
            .map(
                rate ->
                    OptionalLong.of(
                        kilohertz
                            + Math.floorDiv(
                                kilohertz * (rate.middlePicosPerSecond() / 1000) + HALF_BILLION,
                                2 * HALF_BILLION)))
            .orElse(OptionalLong.empty())
        : OptionalLong.empty();
  }

  // ------------------------------------------------------------------ the kernel's own watchdog

  private Optional<HeadRoom> headRoom(Facts facts) {
    Optional<Witness> watchdog = watchdog(facts);
    Optional<RateInterval> rate = watchdog.flatMap(Witness::rate);
    if (rate.isEmpty() || facts.kernel().version().isEmpty()) {
      return Optional.empty();
    }
    Witness witness = watchdog.get();
    WatchdogLimit limit = WatchdogLimit.of(facts.kernel().version().get(), maxSkewMicros);
    // The kernel compares by the frequency that it uses, not by the nominal one.
    RateInterval skew =
        facts.kernel().runsOn("tsc")
            ? find(ClockKind.MONOTONIC_RAW)
                .flatMap(Witness::rate)
                .map(raw -> rate.get().over(raw))
                .orElse(rate.get())
            : rate.get();
    Optional<RateInterval> perDay = witness.trend().perDay();
    return Optional.of(
        new HeadRoom(
            witness.name(),
            WatchdogRule.apply(
                facts.kernel(),
                Math.max(1, facts.topology().groups(Level.PACKAGE).size()),
                Math.max(1, facts.topology().groups(Level.NODE).size())),
            limit,
            skew,
            perDay,
            perDay
                .map(day -> Trend.collisionNanos(skew, day, limit.picosPerSecond()))
                .orElse(OptionalLong.empty()),
            witness.cost().slowReads(),
            witness.cost().reads()));
  }

  /** Only where the kernel has a clock to compare the TSC with: the file is not a small one. */
  private OptionalLong maxSkewMicros(Facts facts) {
    Optional<String> release = facts.kernel().release().toOptional();
    return watchdog(facts).isEmpty() || release.isEmpty()
        ? OptionalLong.empty()
        : KernelConfiguration.watchdogMaxSkewMicros(machine.files(), release.get());
  }

  /**
   * The kernel takes the clock of the best rating that is not itself to be verified: hpet (250)
   * before acpi_pm (200).
   */
  private Optional<Witness> watchdog(Facts facts) {
    List<String> offered = facts.kernel().availableClocksources().toOptional().orElse(List.of());
    return witnesses.stream()
        .filter(
            witness ->
                (witness.kind == ClockKind.HPET && offered.contains("hpet"))
                    || (witness.kind == ClockKind.ACPI_PM && offered.contains("acpi_pm")))
        .min(Comparator.comparing(witness -> witness.kind));
  }
}
