package io.tscwatch.daemon.kvm;

import io.tscwatch.checks.enforce.Proof;
import io.tscwatch.checks.facts.Facts;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.MeasuredSync;
import io.tscwatch.checks.kvm.host.HostAnswer;
import io.tscwatch.checks.kvm.host.HostJudgement;
import io.tscwatch.checks.kvm.host.NoProbe;
import io.tscwatch.checks.kvm.host.StableKvmclock;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.checks.watch.ActiveFinding;
import io.tscwatch.checks.watch.WatchCompanion;
import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.checks.watch.WatchListener;
import io.tscwatch.checks.watch.WatchStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What this host's KVM promises its guests, asked when the watch begins and whenever the
 * clocksource changes, and weighed against what is measured with every tick. Costs nothing
 * otherwise.
 */
public final class KvmHostWatch implements WatchListener, WatchCompanion {

  private final Supplier<HostAnswer> question;
  private final Executor executor;
  private volatile Optional<HostAnswer> answer = Optional.empty();
  private volatile Optional<HostReport> report = Optional.empty();

  // Of the watching thread.
  private Optional<Reading<String>> askedAt = Optional.empty();
  private List<Finding> findings = List.of();
  private Optional<Key> weighed = Optional.empty();

  /**
   * What a report is made from. Facts are compared by identity: the watch makes new ones where it
   * looked anew, and with most ticks it has not.
   */
  private record Key(HostAnswer answer, Facts facts, MeasuredSync measured) {
    @SuppressWarnings("ReferenceEquality")
    boolean holds(HostAnswer latest, WatchStatus status, MeasuredSync now) {
      return answer == latest && facts == status.facts() && measured == now;
    }
  }

  /**
   * Nothing is asked yet.
   *
   * @param question takes some milliseconds; asked by the executor
   */
  public KvmHostWatch(Supplier<HostAnswer> question, Executor executor) {
    this.question = question;
    this.executor = executor;
  }

  /** Asks now, in the calling thread: is a guest that is created now promised a stable TSC? */
  public synchronized StableKvmclock ask() {
    HostAnswer asked = question.get();
    answer = Optional.of(asked);
    return stable(asked);
  }

  private static StableKvmclock stable(HostAnswer asked) {
    return asked instanceof HostAnswer.Asked host
        ? HostJudgement.of(host.reading(), false).stable()
        : StableKvmclock.UNKNOWN;
  }

  /** The latest promise; empty until KVM was asked, and where there is none to ask. */
  public Optional<StableKvmclock> promise() {
    return answer.filter(HostAnswer.Asked.class::isInstance).map(KvmHostWatch::stable);
  }

  /** What it comes to, to be shown; empty until KVM was asked and the first status told. */
  public Optional<HostReport> report() {
    return report;
  }

  @Override
  public void event(WatchEvent event) {
    // The status says what matters here.
  }

  @Override
  public void status(WatchStatus status) {
    Reading<String> clocksource = status.facts().kernel().currentClocksource();
    if (askedAt.filter(clocksource::equals).isEmpty()) {
      askedAt = Optional.of(clocksource);
      executor.execute(this::ask);
    }
    Optional<HostAnswer> latest = answer;
    if (latest.isEmpty() || !status.ready()) {
      return;
    }
    MeasuredSync measured = measured(status);
    if (weighed.filter(key -> key.holds(latest.get(), status, measured)).isPresent()) {
      return;
    }
    weighed = Optional.of(new Key(latest.get(), status.facts(), measured));
    HostReport now =
        new HostReport(
            latest.get(),
            Measured.sawBackwardTsc(status.facts().kernelLog().toOptional().orElse(List.of())),
            measured);
    if (report.filter(now::isSameAs).isEmpty()) {
      report = Optional.of(now);
      findings = concernsNobody(latest.get()) ? List.of() : now.findings();
    }
  }

  /** Most machines have no KVM, and it is no finding that they have none. */
  private static boolean concernsNobody(HostAnswer asked) {
    return asked instanceof HostAnswer.NotAsked not && not.why().kind() == NoProbe.Kind.NO_DEVICE;
  }

  private static MeasuredSync measured(WatchStatus status) {
    List<Finding> active = new ArrayList<>(status.findings().size());
    for (ActiveFinding finding : status.findings()) {
      active.add(finding.finding());
    }
    return Proof.of(active).isPresent()
        ? MeasuredSync.OUT_OF_SYNC
        : status.verdict() == Verdict.RELIABLE ? MeasuredSync.IN_SYNC : MeasuredSync.NOT_MEASURED;
  }

  @Override
  public List<Finding> findings() {
    return findings;
  }

  @Override
  public List<News> takeNews() {
    return List.of();
  }
}
