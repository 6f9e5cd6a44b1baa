package io.tscwatch.daemon.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tscwatch.checks.exchange.ExchangeOutcome;
import io.tscwatch.checks.finding.ReferenceVote;
import io.tscwatch.checks.kvm.host.StableKvmclock;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.checks.watch.ActiveFinding;
import io.tscwatch.checks.watch.CpuStatus;
import io.tscwatch.checks.watch.Intrusion;
import io.tscwatch.checks.watch.WatchCounters;
import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.checks.witness.HeadRoom;
import io.tscwatch.checks.witness.Vote;
import io.tscwatch.checks.witness.WitnessFindings;
import io.tscwatch.checks.witness.WitnessReport;
import io.tscwatch.checks.witness.WitnessStatus;
import io.tscwatch.daemon.report.Names;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;

/** The watch's metrics in one registry. For one thread at a time; the registry may read in any. */
final class WatchMeters {

  private static final double NANOS = 1e9;
  private static final double MILLION = 1e6;
  private static final double PICOS = 1e12;

  private final MeterRegistry registry;
  private final CpuMeters cpuMeters;
  private final AlertMeters alertMeters;
  private final Map<String, Family<Tags>> families = new HashMap<>();

  /** What the counters show; held here, since the registry holds it weakly. */
  private final AtomicReference<WatchCounters> counters =
      new AtomicReference<>(new WatchCounters(0, 0, 0, Map.of(), 0, 0, Map.of()));

  WatchMeters(MeterRegistry registry, String version, Origin origin) {
    this.registry = registry;
    if (origin.kind() != Origin.Kind.REAL) {
      registry.config().commonTags(Names.of(origin.kind()), origin.label());
    }
    this.cpuMeters = new CpuMeters(registry);
    this.alertMeters = new AlertMeters(registry);
    Gauge.builder("tscwatch.build.info", () -> 1)
        .description("Always 1; the version is a label.")
        .tag("version", version)
        .register(registry);
    counter("tscwatch.ticks", "", "Partial sweeps.", Tags.empty(), WatchCounters::ticks);
    counter("tscwatch.sweeps", "", "Sweeps that covered all.", Tags.empty(), WatchCounters::sweeps);
    counter(
        "tscwatch.exchanges",
        "",
        "Exchanges between two CPUs that gave bounds.",
        Tags.empty(),
        WatchCounters::exchangesMeasured);
    counter(
        "tscwatch.blocks.dropped",
        "",
        "Blocks of samples dropped because a side was interrupted.",
        Tags.empty(),
        WatchCounters::blocksDropped);
    counter(
        "tscwatch.exchange.cpu",
        "seconds",
        "CPU time that exchanges took, of all CPUs together.",
        Tags.empty(),
        counted -> counted.cpuNanos() / NANOS);
    for (ExchangeOutcome outcome : ExchangeOutcome.values()) {
      if (outcome != ExchangeOutcome.MEASURED) {
        counter(
            "tscwatch.exchanges.failed",
            "",
            "Exchanges that gave no bounds, by why.",
            tag("reason", Names.of(outcome)),
            counted -> counted.exchangesFailed().getOrDefault(outcome, 0L));
      }
    }
    for (WatchEvent.Kind kind : WatchEvent.Kind.values()) {
      counter(
          "tscwatch.events",
          "",
          "What happened, by kind.",
          tag("kind", Names.of(kind)),
          counted -> counted.events().getOrDefault(kind, 0L));
    }
  }

  /** Brings all series up to what the source says now. */
  void show(MetricSource source) {
    gauge(
        "tscwatch.ready",
        "",
        "1 if there is fresh evidence about every CPU to be covered.",
        Tags.empty(),
        source.ready().getAsBoolean() ? 1 : 0);
    gauge(
        "tscwatch.history.recording",
        "",
        "1 if the history is being written.",
        Tags.empty(),
        source.recording().getAsBoolean() ? 1 : 0);
    alertMeters.show(source.alerts().get(), System.currentTimeMillis() * 1_000_000);
    source.promise().get().ifPresent(this::showPromise);
    source.status().get().ifPresent(this::show);
    families.values().forEach(Family::dropOthers);
  }

  private void showPromise(StableKvmclock promise) {
    for (StableKvmclock each : StableKvmclock.values()) {
      gauge(
          "tscwatch.kvm.stable.promise",
          "",
          "1 for what KVM on this host promises a guest that is created now: a stable kvmclock"
              + " (KVM_CLOCK_TSC_STABLE) or none.",
          tag("promise", Names.of(each)),
          promise == each ? 1 : 0);
    }
  }

  private void show(WatchStatus status) {
    counters.set(status.counters());
    verdict(status);
    findings(status);
    intrusion(status.intrusion());
    evidence(status);
    witnesses(status.witnesses());
    cpuMeters.show(status);
  }

  private void verdict(WatchStatus status) {
    for (Verdict verdict : Verdict.values()) {
      Tags tag = tag("verdict", Names.of(verdict));
      gauge(
          "tscwatch.verdict",
          "",
          "1 for the machine's verdict, 0 for the two others.",
          tag,
          status.verdict() == verdict ? 1 : 0);
      gauge(
          "tscwatch.cpus",
          "",
          "Online CPUs by verdict.",
          tag,
          (double)
              status.cpus().stream()
                  .filter(cpu -> cpu.online() && cpu.verdict() == verdict)
                  .count());
    }
    packages(status);
    gauge(
        "tscwatch.verdict.since.timestamp",
        "seconds",
        "When the verdict became what it is, since 1970.",
        Tags.empty(),
        status.verdictSinceRealtimeNanos() / NANOS);
  }

  /** Which socket is it: a fleet keeps this and drops what there is for each CPU. */
  private void packages(WatchStatus status) {
    Map<Tags, Integer> counts = new HashMap<>();
    for (CpuStatus cpu : status.cpus()) {
      if (cpu.online() && cpu.place().packageId().isPresent()) {
        String id = Integer.toString(cpu.place().packageId().getAsInt());
        for (Verdict verdict : Verdict.values()) {
          counts.merge(
              Tags.of("package", id, "verdict", Names.of(verdict)),
              cpu.verdict() == verdict ? 1 : 0,
              Integer::sum);
        }
      }
    }
    counts.forEach(
        (tags, count) ->
            gauge(
                "tscwatch.package.cpus",
                "",
                "Online CPUs of a package (socket) by verdict.",
                tags,
                count));
  }

  private void findings(WatchStatus status) {
    Map<Tags, Long> since = new HashMap<>();
    Map<Tags, Integer> counts = new HashMap<>();
    for (ActiveFinding active : status.findings()) {
      Tags tags =
          Tags.of(
              "code",
              active.finding().code().code(),
              "severity",
              Names.of(active.finding().severity()));
      counts.merge(tags, 1, Integer::sum);
      since.merge(tags, active.raisedRealtimeNanos(), Math::min);
    }
    counts.forEach(
        (tags, count) -> gauge("tscwatch.findings", "", "Findings that hold now.", tags, count));
    since.forEach(
        (tags, nanos) ->
            gauge(
                "tscwatch.finding.since.timestamp",
                "seconds",
                "When the oldest of these findings was raised, since 1970.",
                tags,
                nanos / NANOS));
  }

  private void intrusion(Intrusion intrusion) {
    gauge(
        "tscwatch.intrusion.budget",
        "ratio",
        "The share of each CPU that tscwatch may take.",
        Tags.empty(),
        intrusion.budgetPartsPerMillion() / MILLION);
    gauge(
        "tscwatch.intrusion.mean",
        "ratio",
        "The share that tscwatch took of the average CPU in the last minute.",
        Tags.empty(),
        intrusion.meanPartsPerMillion() / MILLION);
    gauge(
        "tscwatch.intrusion.worst",
        "ratio",
        "The share that tscwatch took of the CPU it took most from, in the last minute.",
        Tags.empty(),
        intrusion.worstPartsPerMillion() / MILLION);
  }

  private void witnesses(WitnessReport report) {
    for (WitnessStatus witness : report.witnesses()) {
      if (witness.present()) {
        witness(witness);
      }
    }
    if (report.enabled()) {
      for (ReferenceVote vote : ReferenceVote.values()) {
        gauge(
            "tscwatch.witness.vote",
            "",
            "1 for what independent clocks say of the TSC's rate, 0 for the others.",
            tag("outcome", Names.of(vote)),
            WitnessFindings.vote(report) == vote ? 1 : 0);
      }
      gauge(
          "tscwatch.witness.intrusion",
          "ratio",
          "The share that reading other clocks took of one CPU.",
          Tags.empty(),
          report.sharePartsPerMillion() / MILLION);
    }
    if (report.enabled()) {
      gauge(
          "tscwatch.witness.missing",
          "",
          "Independent sources that are missing to decide on the TSC's rate; 0 if it is decided.",
          Tags.empty(),
          report.vote() instanceof Vote.NoQuorum none ? none.missing() : 0);
    }
    report.headRoom().ifPresent(this::headRoom);
  }

  private void headRoom(HeadRoom room) {
    Tags tags = tag("watchdog", room.watchdog());
    gauge(
        "tscwatch.headroom",
        "ratio",
        "What is left to the rate at which the kernel gives the TSC up.",
        tags,
        room.marginPicosPerSecond() / PICOS);
    gauge(
        "tscwatch.headroom.limit",
        "ratio",
        "The rate at which the kernel gives the TSC up.",
        tags,
        room.limit().picosPerSecond() / PICOS);
    gauge(
        "tscwatch.headroom.each.check",
        "seconds",
        "What is left in each check of the kernel's watchdog.",
        tags,
        seconds(room.marginNanos()));
    gauge(
        "tscwatch.headroom.noise",
        "",
        "Checks a year that would fail for slow readouts alone, which are no skew.",
        tags,
        (double) room.noisyChecksPerYear());
    room.trendPicosPerDay()
        .ifPresent(
            day -> {
              gauge(
                  "tscwatch.headroom.trend.lower",
                  "ratio",
                  "How the TSC's rate against the kernel's watchdog changes a day, at least.",
                  tags,
                  day.minPicosPerSecond() / PICOS);
              gauge(
                  "tscwatch.headroom.trend.upper",
                  "ratio",
                  "How the TSC's rate against the kernel's watchdog changes a day, at most.",
                  tags,
                  day.maxPicosPerSecond() / PICOS);
            });
    room.collisionNanos()
        .ifPresent(
            nanos ->
                gauge(
                    "tscwatch.headroom.collision",
                    "seconds",
                    "How long until the limit is reached, at the earliest, if it goes on so.",
                    tags,
                    seconds(nanos)));
  }

  private void witness(WitnessStatus witness) {
    Tags tags = tag("witness", witness.name());
    gauge(
        "tscwatch.witness.votes",
        "",
        "1 if the clock is independent of the TSC and known well enough to vote.",
        tags,
        witness.standing() == WitnessStatus.Standing.VOTES ? 1 : 0);
    witness
        .rate()
        .ifPresent(
            rate -> {
              gauge(
                  "tscwatch.witness.rate.lower",
                  "ratio",
                  "By how much the TSC runs fast if the clock is right, at least.",
                  tags,
                  rate.minPicosPerSecond() / PICOS);
              gauge(
                  "tscwatch.witness.rate.upper",
                  "ratio",
                  "By how much the TSC runs fast if the clock is right, at most.",
                  tags,
                  rate.maxPicosPerSecond() / PICOS);
            });
    gauge(
        "tscwatch.witness.read",
        "seconds",
        "How long the median readout of the clock took.",
        tags,
        seconds(witness.cost().medianNanos()));
    gauge(
        "tscwatch.witness.read.slow",
        "ratio",
        "The share of readouts that the kernel's watchdog would not have accepted.",
        tags,
        witness.cost().reads() == 0
            ? 0
            : (double) witness.cost().slowReads() / witness.cost().reads());
  }

  private void evidence(WatchStatus status) {
    OptionalLong evidence = status.evidenceMonotonicNanos();
    if (evidence.isPresent()) {
      gauge(
          "tscwatch.evidence.age",
          "seconds",
          "Age of the oldest evidence that the verdict rests on.",
          Tags.empty(),
          seconds(status.asOfMonotonicNanos() - evidence.getAsLong()));
    }
    if (status.agreementNanos().isPresent()) {
      gauge(
          "tscwatch.agreement",
          "seconds",
          "The largest offset that any two CPUs can have.",
          Tags.empty(),
          seconds(status.agreementNanos().getAsLong()));
    }
    gauge(
        "tscwatch.max.skew",
        "seconds",
        "The largest offset that counts as in sync.",
        Tags.empty(),
        seconds(status.limits().maxSkewNanos()));
    status
        .frequency()
        .ifPresent(
            frequency ->
                gauge(
                    "tscwatch.tsc.frequency",
                    "hertz",
                    "How fast the TSC counts.",
                    Tags.empty(),
                    (double) frequency.hertz()));
  }

  private void gauge(String name, String unit, String description, Tags tags, double value) {
    families
        .computeIfAbsent(name, n -> new Family<>(registry, n, unit, description))
        .set(tags, () -> tags, value);
  }

  private void counter(
      String name,
      String unit,
      String description,
      Tags tags,
      ToDoubleFunction<WatchCounters> count) {
    FunctionCounter.builder(name, counters, held -> count.applyAsDouble(held.get()))
        .baseUnit(unit.isEmpty() ? null : unit)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  private static Tags tag(String name, String value) {
    return Tags.of(name, value);
  }

  static double seconds(long nanos) {
    return nanos / NANOS;
  }
}
