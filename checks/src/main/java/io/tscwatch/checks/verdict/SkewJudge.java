package io.tscwatch.checks.verdict;

import io.tscwatch.checks.bounds.AgreementGroups;
import io.tscwatch.checks.bounds.ClosedMatrix;
import io.tscwatch.checks.bounds.Closure;
import io.tscwatch.checks.bounds.ClosureResult;
import io.tscwatch.checks.bounds.CpuOffset;
import io.tscwatch.checks.bounds.OffsetBounds;
import io.tscwatch.checks.bounds.OffsetConstraint;
import io.tscwatch.checks.bounds.OffsetMatrix;
import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.Granularity;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.measure.SweepResult;
import io.tscwatch.checks.rate.RateResult;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Judges the exchanges of some sweeps.
 *
 * <p>All bounds of all sweeps hold at once if no counter moved against another meanwhile. Where
 * they contradict each other, the CPUs that have to be left out to make the rest agree are the ones
 * that moved; whether they drifted or stepped is told by their rate. The rest is sorted into groups
 * that agree, and the largest group is taken to be right: with one CPU out of many off, that one is
 * named, be it the reference itself. Of two CPUs that differ nobody can say which one is off; then
 * the reference is taken to be right.
 */
public final class SkewJudge {

  private final CpuSet wanted;
  private final List<ExchangeResult> results;
  private final Map<Integer, Reading<Granularity>> granularity;
  private final Optional<TscFrequency> frequency;
  private final Limits limits;
  private final Prior prior;

  private SkewJudge(
      CpuSet wanted,
      List<SweepResult> sweeps,
      Map<Integer, Reading<Granularity>> granularity,
      Optional<TscFrequency> frequency,
      Limits limits,
      Prior prior) {
    this.wanted = wanted;
    this.results = sweeps.stream().flatMap(sweep -> sweep.results().stream()).toList();
    this.granularity = granularity;
    this.frequency = frequency;
    this.limits = limits;
    this.prior = prior;
  }

  /**
   * Judges.
   *
   * @param wanted the CPUs that were to be measured
   * @param sweeps in the order in which they were measured
   * @param granularity by CPU, as far as it was read
   * @param frequency to turn cycles into nanoseconds; without it no limit can be applied
   */
  public static SkewAssessment judge(
      CpuSet wanted,
      List<SweepResult> sweeps,
      Map<Integer, Reading<Granularity>> granularity,
      Optional<TscFrequency> frequency,
      Limits limits) {
    return judge(wanted, sweeps, granularity, frequency, limits, Prior.NONE);
  }

  /**
   * What is known from before, to who judges again and again. It decides only where the exchanges
   * leave open which CPU it is.
   *
   * @param referenceCpu the CPU to give offsets against, if it was measured and stood still; else,
   *     and if empty, the first such CPU
   * @param doubtful CPUs that a fault was proven of: of several suspects one of these is taken, and
   *     none of these for the reference
   */
  public record Prior(OptionalInt referenceCpu, CpuSet doubtful) {

    /** Nothing is known. */
    public static final Prior NONE = new Prior(OptionalInt.empty(), CpuSet.empty());
  }

  /** Judges in the light of what is known from before. */
  public static SkewAssessment judge(
      CpuSet wanted,
      List<SweepResult> sweeps,
      Map<Integer, Reading<Granularity>> granularity,
      Optional<TscFrequency> frequency,
      Limits limits,
      Prior prior) {
    return new SkewJudge(wanted, sweeps, granularity, frequency, limits, prior).judge();
  }

  /**
   * Who agrees with whom. Doubtful CPUs have no voice in what the others are: they are compared
   * with the largest group of those afterwards.
   */
  private AgreementGroups groups(Closure closure, ClosedMatrix matrix, int reference) {
    CpuSet doubtful = matrix.cpus().and(prior.doubtful());
    CpuSet trusted = matrix.cpus().minus(doubtful);
    if (doubtful.isEmpty() || !trusted.contains(reference)) {
      return AgreementGroups.of(matrix, reference, 0);
    }
    // What is left out of bounds that hold together leaves bounds that do.
    if (!(Closure.of(closure.measured().without(doubtful))
        instanceof ClosureResult.Consistent rest)) {
      return AgreementGroups.of(matrix, reference, 0);
    }
    AgreementGroups others = AgreementGroups.of(rest.closure().allPairs(), reference, 0);
    List<CpuSet> groups = new ArrayList<>(others.groups());
    for (int cpu : doubtful) {
      if (agrees(matrix, cpu, groups.get(0))) {
        groups.set(0, groups.get(0).plus(CpuSet.of(cpu)));
      } else {
        groups.add(CpuSet.of(cpu));
      }
    }
    return new AgreementGroups(groups);
  }

  private static boolean agrees(ClosedMatrix matrix, int cpu, CpuSet group) {
    return group.stream()
        .allMatch(other -> matrix.bounds(cpu, other).filter(OffsetBounds::excludesZero).isEmpty());
  }

  private int reference(CpuSet candidates) {
    if (prior.referenceCpu().isPresent() && candidates.contains(prior.referenceCpu().getAsInt())) {
      return prior.referenceCpu().getAsInt();
    }
    CpuSet trusted = candidates.minus(prior.doubtful());
    return trusted.isEmpty() ? candidates.first() : trusted.first();
  }

  private SkewAssessment judge() {
    CpuSet connected = Connection.largest(wanted, results);
    SortedMap<Integer, String> unmeasured = Connection.reasons(wanted.minus(connected), results);
    if (connected.isEmpty()) {
      return new SkewAssessment(
          connected,
          unmeasured,
          -1,
          frequency,
          Optional.empty(),
          List.of(),
          new AgreementGroups(List.of()),
          CpuSet.empty(),
          new TreeMap<>(),
          List.of());
    }
    OffsetMatrix all = OffsetMatrix.ofExchanges(wanted, results).without(wanted.minus(connected));
    Still still = standingStill(all, results);
    int reference = reference(still.closure().measured().cpus());
    ClosedMatrix matrix = still.closure().allPairs();
    AgreementGroups groups = groups(still.closure(), matrix, reference);
    SortedMap<Integer, Movement> movements =
        Movements.of(connected, reference, matrix.cpus(), results, this::step);
    SortedMap<Integer, RateResult> rates = new TreeMap<>();
    movements.forEach(
        (cpu, movement) -> {
          if (movement.against() == reference) {
            rates.put(cpu, movement.rate());
          }
        });
    List<CpuOffset> offsets = offsets(still, matrix, reference, connected);
    List<Finding> findings = new ArrayList<>();
    SkewFindings words = new SkewFindings(matrix, groups, frequency, limits);
    findings.addAll(MovementFindings.of(still.contradictions(), movements, frequency));
    findings.addAll(words.warps());
    findings.addAll(words.unresolved());
    return new SkewAssessment(
        connected,
        unmeasured,
        reference,
        frequency,
        Optional.of(matrix),
        offsets,
        groups,
        still.moved(),
        rates,
        findings);
  }

  /** The CPUs whose bounds all hold at once, and the contradictions that put the others out. */
  private record Still(
      Closure closure,
      CpuSet moved,
      SortedMap<Integer, ClosureResult.Inconsistent> contradictions) {}

  /**
   * Leaves out the CPUs that the pairs alone show to have moved. If the rest does not agree, leaves
   * out more of them until it does, then takes back those whose absence was not needed: where
   * several moved, the first guess takes innocent ones with it.
   */
  private Still standingStill(OffsetMatrix all, List<ExchangeResult> results) {
    SortedMap<Integer, ClosureResult.Inconsistent> contradictions =
        Contradictions.ofPairs(all, results);
    CpuSet certain = CpuSet.of(contradictions.keySet());
    ClosureResult result = Closure.of(all.without(certain));
    while (result instanceof ClosureResult.Inconsistent contradiction) {
      CpuSet moved = CpuSet.of(contradictions.keySet());
      for (int cpu : culprits(contradiction, reference(all.cpus().minus(moved)))) {
        contradictions.put(cpu, contradiction);
      }
      result = Closure.of(all.without(CpuSet.of(contradictions.keySet())));
    }
    Closure closure = ((ClosureResult.Consistent) result).closure();
    for (int cpu : leastContradicted(all, CpuSet.of(contradictions.keySet()).minus(certain))) {
      CpuSet others = CpuSet.of(contradictions.keySet()).minus(CpuSet.of(cpu));
      if (contradictions.size() > 1
          && Closure.of(all.without(others)) instanceof ClosureResult.Consistent without) {
        closure = without.closure();
        contradictions.remove(cpu);
      }
    }
    return new Still(closure, CpuSet.of(contradictions.keySet()), contradictions);
  }

  /** First those that contradict the fewest others in their own exchanges. */
  private static List<Integer> leastContradicted(OffsetMatrix all, CpuSet cpus) {
    if (cpus.size() < 2) {
      return cpus.stream().boxed().toList();
    }
    Map<Integer, Integer> contradicted = new HashMap<>();
    for (OffsetConstraint constraint : all.constraints()) {
      boolean bothWays =
          all.upperCycles(/* fromCpu= */ constraint.toCpu(), /* toCpu= */ constraint.fromCpu())
              != OffsetMatrix.INFINITE;
      if (bothWays && all.bounds(constraint.toCpu(), constraint.fromCpu()).isEmpty()) {
        contradicted.merge(constraint.fromCpu(), 1, Integer::sum);
      }
    }
    return cpus.stream()
        .boxed()
        .sorted(
            Comparator.<Integer>comparingInt(cpu -> contradicted.getOrDefault(cpu, 0))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /**
   * Who is left out to resolve a contradiction: the only CPU that can be, if there is one. Where
   * several could, one that is doubtful already, else not the reference, and of the others the
   * first. Where none alone could, more than one of the cycle moved, and all but the reference are
   * left out.
   */
  private CpuSet culprits(ClosureResult.Inconsistent contradiction, int reference) {
    CpuSet suspects = contradiction.suspects();
    CpuSet doubtful = suspects.and(prior.doubtful());
    if (!doubtful.isEmpty()) {
      return CpuSet.of(doubtful.first());
    }
    CpuSet others = suspects.minus(CpuSet.of(reference));
    if (!others.isEmpty()) {
      return CpuSet.of(others.first());
    }
    return suspects.isEmpty()
        ? CpuSet.of(contradiction.cpus()).minus(CpuSet.of(reference))
        : suspects;
  }

  private List<CpuOffset> offsets(
      Still still, ClosedMatrix matrix, int reference, CpuSet connected) {
    List<CpuOffset> offsets = new ArrayList<>();
    for (int cpu : connected) {
      if (cpu == reference) {
        continue;
      }
      boolean moved = still.moved().contains(cpu);
      Optional<OffsetBounds> bounds =
          moved ? latest(cpu, reference) : matrix.bounds(cpu, reference);
      boolean direct = moved || still.closure().measured().bounds(cpu, reference).equals(bounds);
      bounds.ifPresent(
          b -> offsets.add(CpuOffset.of(cpu, reference, b, step(cpu, reference), direct)));
    }
    return offsets;
  }

  /** The bounds of a CPU that moved, from the last exchange with the reference that has any. */
  private Optional<OffsetBounds> latest(int cpu, int reference) {
    for (int i = results.size() - 1; i >= 0; i--) {
      ExchangeResult result = results.get(i);
      boolean forward = result.cpuA() == reference && result.cpuB() == cpu;
      boolean backward = result.cpuB() == reference && result.cpuA() == cpu;
      if (forward || backward) {
        Optional<OffsetBounds> bounds = OffsetBounds.ofBAgainstA(result);
        if (bounds.isPresent()) {
          return forward ? bounds : bounds.map(OffsetBounds::negated);
        }
      }
    }
    return Optional.empty();
  }

  private long step(int cpu, int reference) {
    return Math.max(step(cpu), step(reference));
  }

  private long step(int cpu) {
    return Optional.ofNullable(granularity.get(cpu))
        .flatMap(Reading::toOptional)
        .map(Granularity::stepCycles)
        .orElse(1L);
  }
}
