package io.tscwatch.checks.watch;

import io.tscwatch.checks.bounds.ClosedMatrix;
import io.tscwatch.checks.bounds.Closure;
import io.tscwatch.checks.bounds.ClosureResult;
import io.tscwatch.checks.bounds.OffsetBounds;
import io.tscwatch.checks.bounds.OffsetMatrix;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.rate.RateEvent;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.verdict.MovementFindings;
import io.tscwatch.checks.verdict.SkewAssessment;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Takes exchanges into the window, and examines those that contradict what is in it. They are
 * proofs all the same; but which CPU moved, and whether the host moved them all, takes a fresh
 * sweep with witnesses and another look at the host. Not safe for use by many threads.
 */
final class Examination {

  private static final Set<FindingCode> MOVEMENTS =
      EnumSet.of(FindingCode.SKEW_STEP, FindingCode.SKEW_INCONSISTENT, FindingCode.RATE_DRIFT);

  /**
   * How long what is hidden in the noise may stay without a name. A drift of 1 ppb, at which the
   * first pair differs, shows in the other pairs some seconds later, one of 0.1 ppb some minutes.
   * Nothing older than the window's ten minutes could decide it any more.
   */
  private static final long NAMELESS_NANOS = 600_000_000_000L;

  /** What did not show again for so long, in which each pair was measured, is over. */
  private static final long SAME_MATTER_NANOS = 60_000_000_000L;

  private final Machine machine;
  private final ExchangeWindow window;
  private final RateBook rates;
  private final FindingBook book;
  private final Prober prober;
  private final Drifts drifts;
  private final BooleanSupplier hostMoved;
  private final Assessor assessor;
  private final Verdicts verdicts;
  private boolean examined;
  private boolean nameless;
  private long namelessSinceNanos;
  private long namelessLastNanos;

  /** Judges exchanges. */
  interface Assessor {

    /** These together with those of the window. */
    SkewAssessment withWindow(Layout layout, List<ExchangeResult> more);

    /** These alone: of one moment, so that no movement can hide in their sums. */
    SkewAssessment alone(Layout layout, List<ExchangeResult> fresh);
  }

  /** What an examination leads to. */
  interface Verdicts {

    /** A fault of one moment is proven. */
    void proven(List<Finding> findings);

    /** The reference moved; another CPU is to be it. */
    void referenceMoved(int next);
  }

  /**
   * An examination of nothing yet.
   *
   * @param hostMoved looks at the host; if it moved the counters, everything begins anew and what
   *     is being examined is void
   */
  Examination(
      Machine machine,
      ExchangeWindow window,
      RateBook rates,
      FindingBook book,
      Prober prober,
      Drifts drifts,
      BooleanSupplier hostMoved,
      Assessor assessor,
      Verdicts verdicts) {
    this.machine = machine;
    this.window = window;
    this.rates = rates;
    this.book = book;
    this.prober = prober;
    this.drifts = drifts;
    this.hostMoved = hostMoved;
    this.assessor = assessor;
    this.verdicts = verdicts;
  }

  /** A new tick begins. */
  void nextTick() {
    examined = false;
  }

  /** True if this tick's contradictions were examined already. */
  boolean examined() {
    return examined;
  }

  /**
   * Takes exchanges.
   *
   * @return true if they prove a difference that may be news
   */
  boolean accept(Layout layout, WatchSettings settings, List<ExchangeResult> results) {
    List<ExchangeResult> odd = new ArrayList<>();
    boolean news = false;
    for (ExchangeResult result : results) {
      if (!result.measured()) {
        continue;
      }
      Optional<OffsetBounds> bounds = OffsetBounds.ofBAgainstA(result);
      if (bounds.isEmpty() || window.contradicts(result)) {
        if (!drifts.explain(result, window)) {
          odd.add(result);
        }
        continue;
      }
      take(result);
      news |= bounds.get().excludesZero() && !known(result);
    }
    if (odd.isEmpty()) {
      return news;
    }
    examine(layout, settings, odd, Prober.cpusOf(odd));
    return true;
  }

  /** Whether one of its CPUs is known to be off. */
  private boolean known(ExchangeResult result) {
    CpuSet faulty = book.faulty();
    return faulty.contains(result.cpuA()) || faulty.contains(result.cpuB());
  }

  /**
   * Takes an exchange. Of a CPU that moved lately only the last one is kept: of two, with two
   * others, the sum would be a bound between these that was true at no moment.
   */
  private void take(ExchangeResult result) {
    long now = machine.monotonicNanos();
    CpuSet moved = book.faulty(MOVEMENTS).and(CpuSet.of(result.cpuA(), result.cpuB()));
    if (!moved.isEmpty()) {
      window.drop(moved);
    }
    window.add(result, now);
    feedRate(result, now);
  }

  /**
   * Whether a fresh sweep shows that these CPUs differ from the others. Bounds that were added up
   * from exchanges of different moments may say so of a CPU between which another one moved
   * unnoticed; then all of the window is void.
   */
  boolean confirms(Layout layout, WatchSettings settings, CpuSet outliers) {
    examined = true;
    List<ExchangeResult> fresh = freshly(layout, settings, outliers);
    if (hostMoved.getAsBoolean()) {
      return false;
    }
    SkewAssessment alone = assessor.alone(layout, fresh);
    CpuSet differing = alone.moved().plus(alone.groups().outliers());
    boolean waiting =
        isHidden(amongTrusted(fresh))
            && layout.watched().size() > 2
            && ambiguous(alone, differing.minus(book.faulty()))
            && waits();
    boolean confirmed = differing.containsAll(outliers) && !waiting;
    if (confirmed) {
      nameless = false;
    } else {
      window.clear();
    }
    for (ExchangeResult result : fresh) {
      Optional<OffsetBounds> bounds = OffsetBounds.ofBAgainstA(result);
      // What would give a name to one of two CPUs stays out for as long as that is waited for.
      boolean told = bounds.isPresent() && !(waiting && bounds.get().excludesZero());
      if (told && !window.contradicts(result)) {
        take(result);
      }
    }
    return confirmed;
  }

  private List<ExchangeResult> freshly(Layout layout, WatchSettings settings, CpuSet suspects) {
    return prober
        .wholeSweep(
            Witnesses.plan(layout.topology(), suspects, layout.watched(), rates.reference()),
            settings.pairBudgetNanos(),
            layout.parallel())
        .stream()
        .filter(ExchangeResult::measured)
        .toList();
  }

  private void feedRate(ExchangeResult result, long now) {
    Optional<RateEvent> event = rates.add(result, now);
    if (event.isPresent()) {
      int cpu = rates.otherThanReference(result);
      rates.watchClosely(CpuSet.of(cpu));
      // Of a CPU that is known to have stepped this is the size; of any other it may as well be
      // the reference that did.
      if (event.get() instanceof RateEvent.Step step && book.keeps(FindingCode.SKEW_STEP, cpu)) {
        verdicts.proven(
            List.of(
                MovementFindings.step(cpu, rates.reference(), step.change(), drifts.frequency())));
      }
    }
  }

  /**
   * Examines.
   *
   * @param odd the exchanges that contradict the window; empty if only chains of pairs do
   * @param suspects the CPUs that may have moved
   */
  void examine(Layout layout, WatchSettings settings, List<ExchangeResult> odd, CpuSet suspects) {
    examined = true;
    List<ExchangeResult> fresh = freshly(layout, settings, suspects);
    if (hostMoved.getAsBoolean()) {
      return;
    }
    SkewAssessment now = assessor.withWindow(layout, fresh);
    if (now.moved().isEmpty()) {
      nameless = false;
      fresh.forEach(this::take);
      if (odd.stream().anyMatch(result -> provesWarp(result, now))) {
        List<ExchangeResult> all = new ArrayList<>(odd);
        all.addAll(fresh);
        verdicts.proven(movements(assessor.withWindow(layout, all)));
      }
      return;
    }
    List<ExchangeResult> all = new ArrayList<>(odd);
    all.addAll(fresh);
    if (isHidden(amongTrusted(all))
        && layout.watched().size() > 2
        && ambiguous(layout, fresh, now)) {
      if (!waits()) {
        window.clear();
        nameless = false;
      }
      fresh.stream().filter(result -> !window.contradicts(result)).forEach(this::take);
      return;
    }
    convict(now, odd, fresh);
  }

  private void convict(SkewAssessment now, List<ExchangeResult> odd, List<ExchangeResult> fresh) {
    nameless = false;
    window.drop(now.moved());
    rates.watchClosely(now.moved());
    if (now.moved().contains(rates.reference())) {
      verdicts.referenceMoved(now.referenceCpu());
    }
    verdicts.proven(movements(now));
    long nanos = machine.monotonicNanos();
    odd.stream()
        .filter(result -> OffsetBounds.ofBAgainstA(result).isPresent())
        .forEach(result -> feedRate(result, nanos));
    for (ExchangeResult result : fresh) {
      if (OffsetBounds.ofBAgainstA(result).isPresent()) {
        if (window.contradicts(result)) {
          window.drop(now.moved());
        }
        take(result);
      }
    }
  }

  /**
   * Whether what could be of one CPU as well as of another is left without a name for now: an
   * innocent CPU must not be named. What moved shows more clearly as time goes on; if it does not,
   * it was too small to be told, and everything is measured anew.
   */
  private boolean waits() {
    long nanos = machine.monotonicNanos();
    if (!nameless || nanos - namelessLastNanos > SAME_MATTER_NANOS) {
      nameless = true;
      namelessSinceNanos = nanos;
    }
    namelessLastNanos = nanos;
    return nanos - namelessSinceNanos < NAMELESS_NANOS;
  }

  /**
   * True if no exchange excludes zero by more than it is wide. Where another pair is not as narrow,
   * for a while, it may not exclude it yet.
   */
  private static boolean isHidden(List<ExchangeResult> results) {
    return results.stream()
        .map(OffsetBounds::ofBAgainstA)
        .allMatch(
            bounds ->
                bounds.isPresent()
                    && bounds.get().provenMagnitudeCycles() <= bounds.get().widthCycles());
  }

  /** Those between CPUs of which no fault is known: how far off the others are says nothing new. */
  private List<ExchangeResult> amongTrusted(List<ExchangeResult> results) {
    return results.stream().filter(result -> !known(result)).toList();
  }

  /**
   * Whether one of these CPUs differs from a single other one that is trusted: then it could be
   * that one as well.
   */
  private boolean ambiguous(SkewAssessment alone, CpuSet suspects) {
    CpuSet faulty = book.faulty();
    return alone
        .matrix()
        .filter(
            matrix ->
                suspects.and(matrix.cpus()).stream()
                    .anyMatch(cpu -> differsFrom(matrix, cpu).minus(faulty).size() <= 1))
        .isPresent();
  }

  private static CpuSet differsFrom(ClosedMatrix matrix, int cpu) {
    List<Integer> differing = new ArrayList<>();
    for (int other : matrix.cpus()) {
      if (other != cpu
          && matrix.bounds(cpu, other).filter(OffsetBounds::excludesZero).isPresent()) {
        differing.add(other);
      }
    }
    return CpuSet.of(differing);
  }

  /** Whether the absence of another CPU would explain the contradictions as well. */
  private boolean ambiguous(Layout layout, List<ExchangeResult> fresh, SkewAssessment now) {
    if (now.moved().size() != 1) {
      return true;
    }
    List<ExchangeResult> all = new ArrayList<>(window.results());
    all.addAll(fresh);
    OffsetMatrix matrix = OffsetMatrix.ofExchanges(layout.watched(), all);
    CpuSet partners = CpuSet.empty();
    for (ExchangeResult result : fresh) {
      if (window.contradicts(result)) {
        partners = partners.plus(CpuSet.of(result.cpuA(), result.cpuB()));
      }
    }
    for (int cpu : partners.minus(now.moved())) {
      if (Closure.of(matrix.without(CpuSet.of(cpu))) instanceof ClosureResult.Consistent) {
        return true;
      }
    }
    return partners.isEmpty();
  }

  /** An exchange whose own bounds exclude zero, where all the others say that there is no warp. */
  private static boolean provesWarp(ExchangeResult result, SkewAssessment others) {
    Optional<OffsetBounds> own = OffsetBounds.ofBAgainstA(result);
    return own.filter(OffsetBounds::excludesZero).isPresent()
        && others
            .matrix()
            .filter(m -> m.cpus().containsAll(CpuSet.of(result.cpuA(), result.cpuB())))
            .flatMap(m -> m.bounds(result.cpuB(), result.cpuA()))
            .filter(bounds -> !bounds.excludesZero())
            .isPresent();
  }

  private static List<Finding> movements(SkewAssessment skew) {
    return skew.findings().stream().filter(f -> MOVEMENTS.contains(f.code())).toList();
  }
}
