package io.tscwatch.checks.watch;

import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.Granularity;
import io.tscwatch.checks.facts.Facts;
import io.tscwatch.checks.facts.FactsReader;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.finding.Wording;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.measure.Measurement;
import io.tscwatch.checks.measure.SweepResult;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.schedule.ParallelDecision;
import io.tscwatch.checks.schedule.WatchSlice;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.Topology;
import io.tscwatch.checks.verdict.CpuVerdict;
import io.tscwatch.checks.verdict.Judge;
import io.tscwatch.checks.verdict.SkewAssessment;
import io.tscwatch.checks.verdict.SkewJudge;
import io.tscwatch.checks.verdict.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/**
 * Watches a machine: a partial sweep and a look at everything else with each tick, for as long as
 * it is called. Whoever calls it sleeps between ticks, on the machine's own clock:
 *
 * <pre>{@code
 * WatchEngine engine = new WatchEngine(machine, WatchSettings.DEFAULT, List.of(listener));
 * while (running) {
 *   engine.tick();
 *   machine.sleepNanos(engine.nanosUntilNextTick());
 * }
 * }</pre>
 *
 * <p>What an exchange proves is judged by the same code as a check. What the watch adds is time:
 * events of the host are looked for after each exchange and before it is believed, since they may
 * have moved all counters; what contradicts earlier exchanges is measured again, with others as
 * witnesses, before a CPU is named; and a proven fault counts until everything was clean for a
 * while.
 *
 * <p>Does no input or output but through the machine. Not safe for use by many threads; listeners
 * are called by the caller of {@link #tick}.
 */
public final class WatchEngine {

  /** CPUs whose counter's step is read: 10,000 reads take half a millisecond. */
  private static final int GRANULARITY_CPUS = 64;

  /** A frequency from two looks 20 ms apart is good to some ppm, which serves for the first. */
  private static final long FIRST_CALIBRATION_NANOS = 20_000_000;

  /**
   * Bounds that only get sharper are judged again no more often than this. The older the watch of a
   * reliable machine, the less there is to gain: in the end once a minute.
   */
  private static final long REJUDGE_NANOS = 10_000_000_000L;

  private static final long REJUDGE_AT_LAST_NANOS = 60_000_000_000L;
  private static final int REJUDGE_AGE_PARTS = 10;

  /** And not before this many times the duration of the last judgement: 0.2 % of one CPU. */
  private static final long REJUDGE_FACTOR = 500;

  private static final int AFFINITY_EVERY_TICKS = 10;

  /** A plan that is made anew begins its sweep anew: not with every gust of load. */
  private static final int COST_EVERY_TICKS = 60;

  /** A machine whose host moves it again and again is let run on after so many sweeps. */
  private static final int MAX_RESTARTS_A_TICK = 3;

  private static final String ONLINE_FILE = "/sys/devices/system/cpu/online";

  private final Machine machine;
  private final List<WatchCompanion> companions;
  private final Bulletin bulletin;
  private final ExchangeWindow window = new ExchangeWindow();
  private final ProbeHealth health = new ProbeHealth();
  private final Calibration calibration = new Calibration();
  private final SortedMap<Integer, Reading<Granularity>> granularity = new TreeMap<>();
  private final RateBook rates = new RateBook(this::stepCycles);
  private final IntrusionMeter meter;
  private final Prober prober;
  private final AdjustWatch adjust;
  private final HostLook hostLook;
  private final Surroundings surroundings;
  private final FindingBook book;
  private final Drifts drifts;
  private final CpuStatuses cpuStatuses;
  private final Examination examination;
  private final ReferenceWatch references;

  private WatchSettings settings;
  private Layout layout;
  private Reading<String> onlineText;
  private Facts facts;
  private Optional<Judge.Judgement> judgement = Optional.empty();
  private Map<Integer, CpuVerdict> cpuVerdicts = Map.of();
  private List<Finding> companionFindings = List.of();
  private CpuSet stale = CpuSet.empty();
  private Verdict verdict = Verdict.UNKNOWN;
  private String reason = "Nothing was measured yet.";
  private boolean judgeNow;
  private boolean begun;
  private long begunNanos;
  private long startedRealtimeNanos;
  private long verdictSinceRealtimeNanos;
  private long judgedNanos;
  private long judgementTookNanos;
  private long lastTickNanos;
  private long nextTickNanos;
  private long ticks;
  private long sweeps;
  private long scheduleTick;
  private long scheduleSweeps;

  /**
   * A watch that has not begun.
   *
   * @param machine what is watched; the caller closes it
   * @param listeners told in this order
   */
  public WatchEngine(Machine machine, WatchSettings settings, List<WatchListener> listeners) {
    this(machine, settings, listeners, List.of());
  }

  /**
   * A watch that has not begun, and that has companions.
   *
   * @param companions asked with every tick, in this order
   */
  public WatchEngine(
      Machine machine,
      WatchSettings settings,
      List<WatchListener> listeners,
      List<WatchCompanion> companions) {
    this.machine = machine;
    this.companions = List.copyOf(companions);
    this.settings = settings;
    bulletin = new Bulletin(machine, listeners);
    meter = new IntrusionMeter(settings.sharePartsPerMillion());
    prober = new Prober(machine, health, meter);
    adjust = new AdjustWatch(machine);
    HypervisorPages pages = new HypervisorPages(machine);
    hostLook = new HostLook(machine, bulletin, pages, calibration);
    surroundings = new Surroundings(machine, bulletin, adjust, pages);
    book = new FindingBook(settings);
    references = new ReferenceWatch(machine, bulletin, calibration, settings.witnesses());
    drifts = new Drifts(machine, rates, calibration);
    cpuStatuses = new CpuStatuses(rates, calibration, adjust, health, meter);
    examination =
        new Examination(
            machine,
            window,
            rates,
            book,
            prober,
            drifts,
            () -> restartIf(noteHost(List.of())),
            new Examination.Assessor() {
              @Override
              public SkewAssessment withWindow(Layout measured, List<ExchangeResult> more) {
                return assess(measured, more);
              }

              @Override
              public SkewAssessment alone(Layout measured, List<ExchangeResult> fresh) {
                return skew(measured, fresh);
              }
            },
            new Examination.Verdicts() {
              @Override
              public void proven(List<Finding> findings) {
                prove(findings);
              }

              @Override
              public void referenceMoved(int next) {
                changeReference(next, "its counter moved");
              }
            });
    onlineText = machine.files().read(ONLINE_FILE);
    layout = layout();
    facts = facts();
  }

  private Layout layout() {
    Topology topology = FactsReader.topology(machine);
    return Layout.of(
        topology,
        machine.affinity(),
        settings,
        meter.usualNanos(topology.cpus()),
        ParallelDecision.NOTHING_TO_DECIDE);
  }

  private Facts facts() {
    return surroundings.facts(layout, settings.followKernelLog());
  }

  /** Watches by other settings from the next tick on; nothing that is known is lost. */
  public void configure(WatchSettings changed) {
    settings = changed;
    meter.setShare(changed.sharePartsPerMillion());
    book.configure(changed);
    references.configure(changed.witnesses());
    if (begun) {
      takeLayout(layout());
      judgeNow = true;
    }
  }

  /** How long the caller is to sleep before the next tick, on the machine's clock; 0 or more. */
  public long nanosUntilNextTick() {
    return Math.max(0, nextTickNanos - machine.monotonicNanos());
  }

  /**
   * Measures the next pairs, looks at everything else, judges what is new, and tells the listeners:
   * first the events, then the status.
   *
   * @throws InterruptedException if the thread is interrupted while the first tick calibrates
   * @throws CancellationException if it is interrupted while it measures: the watch is over then,
   *     and this may not be called again
   */
  public void tick() throws InterruptedException {
    long now = machine.monotonicNanos();
    meter.passTo(now);
    examination.nextTick();
    hostLook.nextTick();
    if (begun) {
      passTime(now);
      measureSlice();
    } else {
      begin(now);
    }
    lookAround();
    askCompanions();
    askRates();
    judgeNow |= references.look(rates.reference(), facts);
    judge();
    ticks++;
    bulletin.tell(status());
    nextTickNanos += settings.intervalNanos();
    long late = machine.monotonicNanos() - nextTickNanos;
    if (late > 0) {
      nextTickNanos += late / settings.intervalNanos() * settings.intervalNanos();
    }
  }

  private void begin(long now) throws InterruptedException {
    begun = true;
    begunNanos = now;
    nextTickNanos = now;
    lastTickNanos = now;
    startedRealtimeNanos = machine.realtimeNanos();
    verdictSinceRealtimeNanos = startedRealtimeNanos;
    bulletin.tell(
        WatchEvent.Kind.WATCH_STARTED,
        Severity.INFO,
        CpuSet.empty(),
        "Watching the TSC of " + Wording.cpus(layout.watched()) + ".");
    surroundings.begin(layout.watched(), settings.followKernelLog());
    readGranularity();
    rates.follow(referenceCandidate(), "the watch began");
    noteHost(List.of());
    List<ExchangeResult> results = wholeSweep();
    long since = machine.monotonicNanos() - now;
    if (!layout.watched().isEmpty() && since < FIRST_CALIBRATION_NANOS) {
      machine.sleepNanos(FIRST_CALIBRATION_NANOS - since);
    }
    if (!restartIf(noteHost(results))) {
      accept(results);
    }
    sweeps = 1;
    judgeNow = true;
  }

  private void readGranularity() {
    layout.watched().stream()
        .filter(cpu -> !granularity.containsKey(cpu))
        .limit(Math.max(0, GRANULARITY_CPUS - granularity.size()))
        .forEach(cpu -> granularity.put(cpu, machine.granularity(cpu)));
  }

  private long stepCycles(int cpu) {
    return Optional.ofNullable(granularity.get(cpu))
        .flatMap(Reading::toOptional)
        .map(Granularity::stepCycles)
        .orElse(1L);
  }

  /** A CPU of which no fault is known, if there is one. */
  private int referenceCandidate() {
    CpuSet trusted = layout.watched().minus(book.faulty());
    CpuSet candidates = trusted.isEmpty() ? layout.watched() : trusted;
    return candidates.isEmpty() ? -1 : candidates.first();
  }

  private void askRates() {
    Drifts.Answer answer = drifts.ask(layout.watched());
    if (!answer.findings().isEmpty()) {
      prove(answer.findings());
    }
    answer.instead().ifPresent(cpu -> changeReference(cpu, "its counter drifts"));
  }

  /** What follows from time alone: evidence that grew old, findings that are over. */
  private void passTime(long now) {
    FindingBook.Changes changes =
        book.pass(now - lastTickNanos, staleAt(now).isEmpty(), machine.realtimeNanos());
    lastTickNanos = now;
    changes.cleared().forEach(f -> bulletin.tell(WatchEvent.Kind.FINDING_CLEARED, f));
    judgeNow |= !changes.isEmpty();
  }

  // ------------------------------------------------------------------ measuring

  private void measureSlice() {
    if (layout.schedule().isEmpty()) {
      sweeps++;
      if (!restartIf(noteHost(List.of()))) {
        lookAtAdjust();
      }
      return;
    }
    WatchSlice slice = layout.schedule().get().slice(scheduleTick++);
    List<ExchangeResult> results =
        prober.scheduled(slice.rounds(), settings.pairBudgetNanos(), layout.parallel(), ticks);
    sweeps += slice.sweepsCompleted() - scheduleSweeps;
    scheduleSweeps = slice.sweepsCompleted();
    // After the exchanges: whatever happened before or during them is seen before they count.
    if (!restartIf(noteHost(results))) {
      lookAtAdjust();
      accept(results);
    }
  }

  private List<ExchangeResult> wholeSweep() {
    return prober.wholeSweep(layout.plan(), settings.pairBudgetNanos(), layout.parallel());
  }

  private void accept(List<ExchangeResult> results) {
    // Not "judgeNow |= ...": what it was before the call would then count, and a finding that is
    // proven meanwhile sets it.
    boolean news = examination.accept(layout, settings, results);
    judgeNow |= news;
  }

  private SkewAssessment assess(Layout measured, List<ExchangeResult> more) {
    List<ExchangeResult> all = new ArrayList<>(window.results());
    all.addAll(more);
    return skew(measured, all);
  }

  private SkewAssessment skew(Layout measured, List<ExchangeResult> results) {
    return Judge.skew(
        facts,
        measurement(measured, results),
        settings.limits(),
        new SkewJudge.Prior(
            reference(),
            book.faulty()
                .plus(book.cpusOf(FindingCode.ADJUST_CHANGED))
                .plus(hostLook.jumpedAlone())));
  }

  private void prove(List<Finding> findings) {
    book.prove(findings, machine.realtimeNanos())
        .forEach(finding -> bulletin.tell(WatchEvent.Kind.FINDING_RAISED, finding));
    judgeNow = true;
  }

  // ------------------------------------------------------------------ the host

  private boolean noteHost(List<ExchangeResult> measured) {
    int cpu = rates.reference() >= 0 ? rates.reference() : referenceCandidate();
    return cpu >= 0 && hostLook.look(cpu, () -> contradict(measured));
  }

  private boolean contradict(List<ExchangeResult> measured) {
    for (ExchangeResult result : measured) {
      if (result.measured() && window.contradicts(result)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Begins all baselines anew if the host moved the counters, with a fresh sweep.
   *
   * @return whether it did
   */
  private boolean restartIf(boolean moved) {
    boolean again = moved;
    for (int i = 0; again && i < MAX_RESTARTS_A_TICK; i++) {
      forgetAll();
      List<ExchangeResult> results = wholeSweep();
      again = noteHost(List.of());
      if (!again) {
        accept(results);
      }
    }
    return moved;
  }

  private void forgetAll() {
    window.clear();
    rates.restart(layout.watched(), "an event of the host");
    adjust.forget(layout.topology().cpus());
    health.forget(layout.watched());
    references.restart("an event of the host");
    judgeNow = true;
    bulletin.tell(
        WatchEvent.Kind.BASELINE_RESTARTED,
        Severity.INFO,
        CpuSet.empty(),
        "What was measured before says nothing about now: everything is measured anew.");
  }

  /** Everything that is cheap to look at; the two files in turns. */
  private void lookAround() {
    if (ticks % 2 == 0) {
      lookAtCpus();
    } else {
      judgeNow |= surroundings.lookAtClocksource();
    }
    judgeNow |= settings.followKernelLog() && ticks > 0 && surroundings.lookAtKernelLog();
    CpuSet starved = health.newlyStarved(layout.watched(), machine.monotonicNanos());
    if (!starved.isEmpty()) {
      bulletin.tell(
          WatchEvent.Kind.PROBE_STARVED,
          Severity.WARNING,
          starved,
          "The probe gets no time on "
              + Wording.cpus(starved)
              + ": "
              + health.lastFailure(starved.first())
              + ".");
      judgeNow = true;
    }
  }

  private void askCompanions() {
    List<Finding> found = new ArrayList<>();
    for (WatchCompanion companion : companions) {
      for (WatchCompanion.News news : companion.takeNews()) {
        bulletin.tell(news.kind(), news.severity(), CpuSet.empty(), news.sentence());
      }
      found.addAll(companion.findings());
    }
    if (!found.equals(companionFindings)) {
      companionFindings = List.copyOf(found);
      judgeNow = true;
    }
  }

  private void lookAtAdjust() {
    Surroundings.AdjustNews news = surroundings.lookAtAdjust(layout.watched());
    news.change().ifPresent(finding -> prove(List.of(finding)));
    judgeNow |= news.news();
  }

  // ------------------------------------------------------------------ CPUs that come and go

  private void lookAtCpus() {
    Reading<String> online = machine.files().read(ONLINE_FILE);
    boolean affinityDue = ticks % AFFINITY_EVERY_TICKS == 0;
    if (!online.equals(onlineText)
        || (affinityDue && !machine.affinity().equals(layout.affinity()))) {
      onlineText = online;
      takeLayout(layout());
    } else if (ticks % COST_EVERY_TICKS == 0 && ticks > 0) {
      OptionalLong usual = meter.usualNanos(layout.watched());
      if (usual.isPresent() && layout.costsOtherwise(settings, usual.getAsLong())) {
        takeLayout(layout());
      }
    }
  }

  private void takeLayout(Layout next) {
    CpuSet before = layout.topology().cpus();
    CpuSet after = next.topology().cpus();
    CpuSet changed =
        layout.watched().minus(next.watched()).plus(next.watched().minus(layout.watched()));
    layout = next;
    scheduleTick = 0;
    scheduleSweeps = 0;
    tellOnline(WatchEvent.Kind.CPU_OFFLINE, before.minus(after), "offline");
    tellOnline(WatchEvent.Kind.CPU_ONLINE, after.minus(before), "online");
    window.drop(changed);
    health.forget(changed);
    adjust.forget(changed);
    CpuSet others = changed.minus(CpuSet.of(Math.max(0, rates.reference())));
    rates.restart(others, "it came online");
    if (!layout.watched().contains(rates.reference())) {
      changeReference(referenceCandidate(), "it is not watched any more");
    }
    readGranularity();
    judgeNow = true;
    CpuSet came = changed.and(layout.watched());
    if (!came.isEmpty()) {
      List<ExchangeResult> fresh =
          prober.wholeSweep(
              Witnesses.plan(layout.topology(), came, layout.watched(), rates.reference()),
              settings.pairBudgetNanos(),
              layout.parallel());
      if (!restartIf(noteHost(List.of()))) {
        accept(fresh);
      }
    }
  }

  private void tellOnline(WatchEvent.Kind kind, CpuSet cpus, String what) {
    if (!cpus.isEmpty()) {
      bulletin.tell(kind, Severity.INFO, cpus, Wording.cpus(cpus) + " went " + what + ".");
    }
  }

  private OptionalInt reference() {
    return rates.reference() < 0 ? OptionalInt.empty() : OptionalInt.of(rates.reference());
  }

  private void changeReference(int cpu, String why) {
    if (cpu == rates.reference()) {
      return;
    }
    String before = "CPU " + rates.reference() + " is no longer the reference: " + why;
    rates.follow(cpu, before);
    bulletin.tell(
        WatchEvent.Kind.REFERENCE_CHANGED,
        Severity.INFO,
        cpu < 0 ? CpuSet.empty() : CpuSet.of(cpu),
        before + (cpu < 0 ? "." : "; offsets are now given against CPU " + cpu + "."));
    judgeNow = true;
  }

  // ------------------------------------------------------------------ judging

  private Measurement measurement(Layout measured, List<ExchangeResult> results) {
    return new Measurement(
        measured.choice(),
        measured.coverage(),
        ParallelDecision.NOTHING_TO_DECIDE,
        granularity,
        List.of(new SweepResult(settings.pairBudgetNanos(), results)),
        calibration.first(),
        calibration.last());
  }

  private CpuSet staleAt(long now) {
    return layout.watched().size() < 2
        ? CpuSet.empty()
        : health.stale(layout.watched(), now, settings.staleAfterNanos());
  }

  private boolean judgementIsDue() {
    long now = machine.monotonicNanos();
    long wait =
        Math.max(
            REJUDGE_FACTOR * judgementTookNanos,
            verdict == Verdict.RELIABLE
                ? Math.max(
                    REJUDGE_NANOS,
                    Math.min(REJUDGE_AT_LAST_NANOS, (now - begunNanos) / REJUDGE_AGE_PARTS))
                : REJUDGE_NANOS);
    CpuSet staleNow = staleAt(now);
    boolean staleChanged = !staleNow.equals(stale) || judgement.isEmpty();
    stale = staleNow;
    return judgeNow || staleChanged || (window.changed() && now - judgedNanos >= wait);
  }

  private void judge() {
    if (!judgementIsDue()) {
      return;
    }
    judgeNow = false;
    window.takeChanged();
    judgedNanos = machine.monotonicNanos();
    facts = facts();
    SkewAssessment skew = assess(layout, List.of());
    if (!skew.moved().isEmpty() && !examination.examined()) {
      examination.examine(layout, settings, List.of(), skew.moved());
      skew = assess(layout, List.of());
    }
    CpuSet differing = skew.groups().outliers().minus(book.faulty());
    if (!differing.isEmpty() && ticks > 0 && !examination.confirms(layout, settings, differing)) {
      skew = assess(layout, List.of());
    }
    if (!skew.moved().isEmpty()) {
      window.drop(skew.moved());
      judgeNow = true;
    }
    List<Finding> kept = new ArrayList<>(book.kept(stale.isEmpty()));
    Judge.Judgement judged = judged(skew, kept);
    List<Finding> leaving = book.leaving(judged.findings(), stale.isEmpty());
    if (!leaving.isEmpty()) {
      kept.addAll(leaving);
      judged = judged(skew, kept);
    }
    take(judged, kept);
    judgementTookNanos = machine.monotonicNanos() - judgedNanos;
  }

  private Judge.Judgement judged(SkewAssessment skew, List<Finding> kept) {
    List<Finding> known = new ArrayList<>(kept);
    known.addAll(companionFindings);
    known.addAll(WatchFindings.of(layout, health, stale, settings.staleAfterNanos(), judgedNanos));
    return Judge.judge(
        facts,
        measurement(layout, window.results()),
        settings.limits(),
        skew,
        known,
        references.report());
  }

  private void take(Judge.Judgement judged, List<Finding> kept) {
    Set<Finding> old = Collections.newSetFromMap(new IdentityHashMap<>());
    old.addAll(kept);
    List<Finding> present = judged.findings().stream().filter(f -> !old.contains(f)).toList();
    long realtime = machine.realtimeNanos();
    FindingBook.Changes changes = book.update(present, realtime);
    changes.raised().forEach(f -> bulletin.tell(WatchEvent.Kind.FINDING_RAISED, f));
    judgement = Optional.of(judged);
    cpuVerdicts = new HashMap<>();
    judged.cpus().forEach(cpu -> cpuVerdicts.put(cpu.cpu(), cpu));
    CpuSet main = judged.skew().groups().main();
    if (!main.isEmpty() && !main.contains(rates.reference())) {
      CpuSet trusted = main.minus(book.faulty());
      changeReference(
          trusted.isEmpty() ? main.first() : trusted.first(),
          "its counter does not agree with the others");
    }
    reason = judged.reason();
    if (judged.verdict() != verdict) {
      tellVerdict(judged, realtime);
    }
  }

  private void tellVerdict(Judge.Judgement judged, long realtime) {
    Verdict before = verdict;
    verdict = judged.verdict();
    verdictSinceRealtimeNanos = realtime;
    Optional<Finding> gravest = judged.findings().stream().findFirst();
    bulletin.tell(
        WatchEvent.Kind.VERDICT_CHANGED,
        verdict == Verdict.RELIABLE ? Optional.empty() : gravest.map(Finding::code),
        switch (verdict) {
          case RELIABLE -> Severity.INFO;
          case UNKNOWN -> Severity.UNKNOWN;
          case UNRELIABLE -> Severity.CRITICAL;
        },
        verdict == Verdict.RELIABLE
            ? CpuSet.empty()
            : gravest.map(Finding::cpus).orElse(CpuSet.empty()),
        verdict == Verdict.RELIABLE
            ? List.of()
            : gravest.map(Finding::quantities).orElse(List.of()),
        "The TSC is " + verdict + " (was " + before + "): " + reason);
  }

  // ------------------------------------------------------------------ the status

  private WatchStatus status() {
    long monotonic = machine.monotonicNanos();
    long realtime = machine.realtimeNanos();
    Judge.Judgement judged = judgement.orElseThrow();
    CpuSet watched = layout.watched();
    boolean ready = watched.size() < 2 || health.oldest(watched).isPresent();
    return new WatchStatus(
        machine.origin(),
        startedRealtimeNanos,
        realtime,
        monotonic,
        ready,
        settings.limits(),
        verdict,
        verdictSinceRealtimeNanos,
        reason,
        verdict == Verdict.UNRELIABLE
            ? book.requalifiesAtRealtimeNanos(realtime)
            : OptionalLong.empty(),
        health.oldest(watched),
        rates.reference(),
        judged.skew().frequency(),
        judged.agreementNanos(),
        cpuStatuses.of(layout, cpuVerdicts, settings.limits()),
        book.active(),
        judged.recommendations(),
        judged.skew().matrix(),
        facts,
        references.report(),
        meter.share(watched, monotonic),
        new WatchCounters(
            ticks,
            sweeps,
            prober.measured(),
            prober.failed(),
            prober.blocksDropped(),
            prober.cpuNanos(),
            bulletin.counts()));
  }
}
