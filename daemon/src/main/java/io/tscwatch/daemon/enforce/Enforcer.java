package io.tscwatch.daemon.enforce;

import io.tscwatch.checks.enforce.Decision;
import io.tscwatch.checks.enforce.Decision.Action;
import io.tscwatch.checks.enforce.Decision.Hold;
import io.tscwatch.checks.enforce.Enforcement;
import io.tscwatch.checks.enforce.Intent;
import io.tscwatch.checks.enforce.Memory;
import io.tscwatch.checks.enforce.Policy;
import io.tscwatch.checks.enforce.Proof;
import io.tscwatch.checks.enforce.Situation;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.checks.watch.ActiveFinding;
import io.tscwatch.checks.watch.WatchCompanion;
import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.checks.watch.WatchListener;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.systemd.journal.ClocksourceEnforced;
import io.tscwatch.systemd.journal.EnforcementRefused;
import io.tscwatch.systemd.journal.EnforcementYielded;
import io.tscwatch.systemd.journal.JournalEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Acts on the watch's verdicts. The watching thread tells it every status and is never kept
 * waiting: decisions are made, and the clocksource is written, by the executor.
 *
 * <p>Before each write an intent is on the disk, and after it what came of it; if the first cannot
 * be saved nothing is written.
 */
public final class Enforcer implements WatchListener, WatchCompanion {

  /** While only time can change a decision, it is made again so often. */
  private static final long AGAIN_NANOS = 5_000_000_000L;

  private final ClocksourceLever lever;
  private final MemoryStore store;
  private final BooleanSupplier promised;
  private final Consumer<JournalEvent> log;
  private final Executor executor;
  private final AtomicReference<Optional<WatchStatus>> waiting =
      new AtomicReference<>(Optional.empty());
  private final Queue<News> news = new ConcurrentLinkedQueue<>();

  // Of the watching thread.
  private Optional<Key> decidedOn = Optional.empty();
  private long decidedMonotonicNanos;
  private Optional<Long> reliableSinceMonotonicNanos = Optional.empty();

  // Of the executor, and read by all.
  private volatile EnforcementState state;
  private volatile List<Finding> findings = List.of();
  private volatile Policy policy;

  // Of the executor.
  private Memory memory;
  private Optional<Refusal> refusal = Optional.empty();
  private boolean promiseKept;

  /** What a decision depends on besides time. */
  private record Key(
      Policy policy, Verdict verdict, boolean proven, Reading<String> current, Reading<?> offered) {

    /** Not equals(): with each tick, a record's own costs more than all the rest of a status. */
    @SuppressWarnings("ReferenceEquality") // a policy is only made by a reload
    boolean isSameAs(Key other) {
      return policy == other.policy
          && verdict == other.verdict
          && proven == other.proven
          && current.equals(other.current)
          && offered.equals(other.offered);
    }
  }

  /**
   * Takes up what an earlier run left.
   *
   * @param lever the machine's clocksource; used by the executor only, after this
   * @param promised asks KVM, by the executor, whether a new guest is promised a stable TSC
   * @param log takes events for the journal, from the executor
   * @param executor runs one task at a time
   * @throws IOException if what an earlier run left cannot be read
   */
  Enforcer(
      Policy policy,
      ClocksourceLever lever,
      MemoryStore store,
      BooleanSupplier promised,
      Consumer<JournalEvent> log,
      Executor executor)
      throws IOException {
    this.policy = policy;
    this.lever = lever;
    this.store = store;
    this.promised = promised;
    this.log = log;
    this.executor = executor;
    MemoryStore.Kept kept = store.load();
    memory = Intent.recover(kept.memory(), kept.intent(), lever.current());
    if (kept.intent().isPresent()) {
      store.save(memory, Optional.empty());
      recovered(kept.intent().get());
    }
    state = new EnforcementState(policy, Optional.empty(), memory, Optional.empty());
  }

  private void recovered(Intent left) {
    boolean done = memory.lastSeen().filter(left.to()::equals).isPresent();
    tell(
        done ? WatchEvent.Kind.CLOCKSOURCE_ENFORCED : WatchEvent.Kind.ENFORCEMENT_REFUSED,
        Severity.WARNING,
        "An earlier run was ended while it switched the clocksource from "
            + left.from()
            + " to "
            + left.to()
            + (done ? ": it was done." : ": it was not done.")
            + " It was for this: "
            + left.reason());
    if (done) {
      log.accept(
          new ClocksourceEnforced(
              left.from(), left.to(), "by an earlier run, which was ended. " + left.reason()));
    }
  }

  /** Uses another policy from the next status on. */
  public void configure(Policy changed) {
    policy = changed;
  }

  /** Where it stands. */
  public EnforcementState state() {
    return state;
  }

  /** True if that clocksource is in use because this program wrote it. */
  public boolean wrote(String clocksource) {
    return state.memory().lastSeen().filter(clocksource::equals).isPresent()
        && !state.memory().writesMonotonicNanos().isEmpty()
        && state.memory().respected().isEmpty();
  }

  @Override
  public List<Finding> findings() {
    return findings;
  }

  @Override
  public List<News> takeNews() {
    List<News> taken = new ArrayList<>();
    for (News next = news.poll(); next != null; next = news.poll()) {
      taken.add(next);
    }
    return taken;
  }

  @Override
  public void event(WatchEvent event) {
    // The status says what matters here.
  }

  @Override
  public void status(WatchStatus status) {
    boolean reliable = status.verdict() == Verdict.RELIABLE;
    reliableSinceMonotonicNanos =
        reliable
            ? reliableSinceMonotonicNanos.or(() -> Optional.of(status.asOfMonotonicNanos()))
            : Optional.empty();
    Key key =
        new Key(
            policy,
            status.verdict(),
            status.verdict() == Verdict.UNRELIABLE && proof(status).isPresent(),
            status.facts().kernel().currentClocksource(),
            status.facts().kernel().availableClocksources());
    boolean due =
        state.decision().map(Enforcer::waitsForTime).orElse(false)
            && status.asOfMonotonicNanos() - decidedMonotonicNanos >= AGAIN_NANOS;
    if (!due && !differs(status) && decidedOn.filter(key::isSameAs).isPresent()) {
      return;
    }
    decidedOn = Optional.of(key);
    decidedMonotonicNanos = status.asOfMonotonicNanos();
    long reliableForNanos =
        status.asOfMonotonicNanos()
            - reliableSinceMonotonicNanos.orElse(status.asOfMonotonicNanos());
    if (waiting.getAndSet(Optional.of(status)).isEmpty()) {
      executor.execute(
          () ->
              waiting
                  .getAndSet(Optional.empty())
                  .ifPresent(latest -> decide(latest, reliableForNanos)));
    }
  }

  /**
   * Whether a status shows another clocksource than the one last seen here. It may show what was in
   * use before a write of ours, or what somebody chose right after it, before the watch had looked:
   * no status then shows a change, and only the machine can tell the two apart.
   */
  private boolean differs(WatchStatus status) {
    return status
        .facts()
        .kernel()
        .currentClocksource()
        .toOptional()
        .filter(shown -> !state.memory().lastSeen().equals(Optional.of(shown)))
        .isPresent();
  }

  private static boolean waitsForTime(Decision decision) {
    return decision.hold() == Hold.LIMIT || decision.hold() == Hold.NOT_REQUALIFIED;
  }

  private static Optional<Finding> proof(WatchStatus status) {
    return Proof.of(status.findings().stream().map(ActiveFinding::finding).toList());
  }

  private void decide(WatchStatus status, long reliableForNanos) {
    Policy valid = policy;
    Decision decision;
    do {
      Situation now =
          new Situation(
              status.verdict(),
              proof(status).map(Finding::sentence),
              lever.current(),
              status.facts().kernel().availableClocksources(),
              status.facts().kvmclock().toOptional().map(page -> !page.tscStable()).orElse(false),
              reliableForNanos,
              status.asOfMonotonicNanos());
      look(valid, now);
      decision = Enforcement.decide(valid, now, memory);
      // What the kernel refused leads to the next best; each try counts, so this ends.
    } while (decision.acts() && !carriedOut(decision, status));
    if (memory.standing().isEmpty()) {
      promiseKept = false;
    }
    if (decision.action() == Action.KEEP) {
      refusal = Optional.empty();
    }
    findings = EnforceFindings.of(memory, Optional.of(decision), refusal, promiseKept);
    state =
        new EnforcementState(valid, Optional.of(decision), memory, refusal.map(Refusal::reason));
  }

  private void look(Policy valid, Situation now) {
    Memory before = memory;
    memory = before.looking(valid, now);
    if (memory.respected().isPresent() && before.respected().isEmpty()) {
      yielded(before.lastSeen().orElse("unknown"), memory.respected().get());
    }
    boolean kept =
        memory.standing().equals(before.standing())
            && memory.respected().equals(before.respected());
    if (!kept) {
      try {
        store.save(memory, Optional.empty());
      } catch (IOException e) {
        refusal = Optional.of(unsaved(now.current().toOptional().orElse(""), "", e));
      }
    }
  }

  private void yielded(String before, String chosen) {
    String reason = "it is respected, and stays until the next boot.";
    tell(
        WatchEvent.Kind.ENFORCEMENT_YIELDED,
        Severity.WARNING,
        "Somebody changed the clocksource from " + before + " to " + chosen + ": " + reason);
    log.accept(new EnforcementYielded(before, chosen, reason));
  }

  /** Writes the clocksource; false if that came to nothing and another can be tried. */
  private boolean carriedOut(Decision decision, WatchStatus status) {
    Intent intent = Intent.of(decision, status.asOfRealtimeNanos());
    memory = memory.writing(status.asOfMonotonicNanos());
    try {
      store.save(memory, Optional.of(intent));
    } catch (IOException e) {
      refused(unsaved(decision.from(), decision.to(), e));
      return true;
    }
    ClocksourceLever.Written written = lever.write(decision.to());
    boolean done = written.readBack().toOptional().filter(decision.to()::equals).isPresent();
    memory = done ? intent.done(memory, true) : memory.refused(decision.to());
    try {
      store.save(memory, Optional.empty());
    } catch (IOException e) {
      // The intent stays on the disk, which says as much: a later run looks what became of it.
      refusal = Optional.of(unsaved(decision.from(), decision.to(), e));
    }
    if (!done) {
      refused(refusal(decision, written));
      return false;
    }
    refusal = Optional.empty();
    tell(
        WatchEvent.Kind.CLOCKSOURCE_ENFORCED,
        Severity.WARNING,
        "tscwatch switched the clocksource from "
            + decision.from()
            + " to "
            + decision.to()
            + ": "
            + decision.reason());
    log.accept(new ClocksourceEnforced(decision.from(), decision.to(), decision.reason()));
    promiseKept = promised.getAsBoolean() && decision.action() == Action.SWITCH_AWAY;
    return true;
  }

  private static Refusal refusal(Decision decision, ClocksourceLever.Written written) {
    String reason =
        written
            .readBack()
            .whyNot()
            .orElseGet(() -> "it is " + written.readBack().toOptional().orElse("") + " still");
    String remedy =
        written.readBack() instanceof Reading.Denied<String> denied ? denied.remedy() : "";
    return new Refusal(decision.from(), decision.to(), reason, remedy, written.kernelSaid());
  }

  private static Refusal unsaved(String from, String to, IOException thrown) {
    return new Refusal(
        from,
        to,
        "enforcement's memory cannot be saved: " + thrown,
        "make the folder of history.file writable for the daemon",
        "");
  }

  private void refused(Refusal why) {
    refusal = Optional.of(why);
    tell(
        WatchEvent.Kind.ENFORCEMENT_REFUSED,
        Severity.WARNING,
        "The clocksource could not be switched from "
            + why.from()
            + " to "
            + why.to()
            + ": "
            + why.reason()
            + ".");
    log.accept(new EnforcementRefused(why.from(), why.to(), why.reason() + ".", why.kernelSaid()));
  }

  private void tell(WatchEvent.Kind kind, Severity severity, String sentence) {
    news.add(new News(kind, severity, sentence));
  }
}
