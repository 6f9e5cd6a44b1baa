package io.tscwatch.checks.verdict;

import static io.tscwatch.checks.finding.Wording.nanos;
import static io.tscwatch.checks.finding.Wording.rate;

import io.tscwatch.checks.bounds.ClosureResult;
import io.tscwatch.checks.bounds.OffsetBounds;
import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Quantity;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.finding.Unit;
import io.tscwatch.checks.rate.RateResult;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** What is said of each CPU whose bounds contradict each other: it drifts, stepped, or moved. */
public final class MovementFindings {

  private final SortedMap<Integer, Movement> movements;
  private final Optional<TscFrequency> frequency;

  private MovementFindings(
      SortedMap<Integer, Movement> movements, Optional<TscFrequency> frequency) {
    this.movements = movements;
    this.frequency = frequency;
  }

  /**
   * One finding for each CPU that moved.
   *
   * @param contradictions by CPU, what put it out of those that stood still
   */
  static List<Finding> of(
      SortedMap<Integer, ClosureResult.Inconsistent> contradictions,
      SortedMap<Integer, Movement> movements,
      Optional<TscFrequency> frequency) {
    MovementFindings words = new MovementFindings(movements, frequency);
    List<Finding> findings = new ArrayList<>();
    contradictions.forEach((cpu, why) -> findings.add(words.finding(cpu, why)));
    return findings;
  }

  private Finding finding(int cpu, ClosureResult.Inconsistent why) {
    Optional<Movement> movement = Optional.ofNullable(movements.get(cpu));
    Optional<RateResult.Bounded> drift = movement.flatMap(Movement::drift);
    if (drift.isPresent()) {
      return drift(cpu, movement.get().against(), drift.get());
    }
    Optional<RateResult.Contradicted> step = movement.flatMap(Movement::step);
    return step.isPresent()
        ? step(cpu, movement.get().against(), step.get(), frequency)
        : inconsistent(cpu, why);
  }

  /**
   * What is said of a proven drift.
   *
   * @param against the CPU that it was measured against
   * @param drift its rate, which excludes zero
   */
  public static Finding drift(int cpu, int against, RateResult.Bounded drift) {
    boolean gains = drift.sign() > 0;
    long least = gains ? drift.minPicosPerSecond() : -drift.maxPicosPerSecond();
    long most = gains ? drift.maxPicosPerSecond() : -drift.minPicosPerSecond();
    return new Finding(
        FindingCode.RATE_DRIFT,
        Severity.CRITICAL,
        CpuSet.of(cpu),
        List.of(
            new Quantity("rateLower", drift.minPicosPerSecond(), Unit.PICOSECONDS_PER_SECOND),
            new Quantity("rateUpper", drift.maxPicosPerSecond(), Unit.PICOSECONDS_PER_SECOND)),
        "straight lines through all exchanges of CPU " + cpu + " with CPU " + against,
        "The TSC of CPU "
            + cpu
            + (gains ? " gains on" : " loses against")
            + " that of CPU "
            + against
            + " by at least "
            + rate(least)
            + " and at most "
            + rate(most)
            + ": they drift apart for as long as this goes on.",
        "Use another clocksource. CPUs of one machine run their TSCs from one crystal: look for a"
            + " hypervisor that emulates or scales TSCs, and for a CPU without an invariant TSC.");
  }

  /**
   * What is said of a proven step.
   *
   * @param against the CPU that it was measured against
   * @param frequency for nanoseconds; without it the step is given in cycles
   */
  public static Finding step(
      int cpu, int against, RateResult.Contradicted change, Optional<TscFrequency> frequency) {
    Optional<OffsetBounds> size = change.step();
    List<Quantity> quantities = new ArrayList<>();
    size.ifPresent(
        s -> {
          quantities.add(new Quantity("stepLower", s.lowerCycles(), Unit.CYCLES));
          quantities.add(new Quantity("stepUpper", s.upperCycles(), Unit.CYCLES));
        });
    return new Finding(
        FindingCode.SKEW_STEP,
        Severity.CRITICAL,
        CpuSet.of(cpu),
        quantities,
        "no straight line passes through all exchanges of CPU " + cpu + " with CPU " + against,
        "The TSC of CPU "
            + cpu
            + " jumped against that of CPU "
            + against
            + size.map(s -> sized(s, frequency)).orElse("")
            + " while it was measured.",
        "Somebody writes the TSC of single CPUs while the machine runs: look for firmware (SMIs),"
            + " a hypervisor, or software that writes MSR 0x10 or 0x3b.");
  }

  private static String sized(OffsetBounds size, Optional<TscFrequency> frequency) {
    return frequency
        .map(
            f ->
                " by "
                    + nanos(f.lowerNanos(size.lowerCycles()))
                    + " to "
                    + nanos(f.upperNanos(size.upperCycles())))
        .orElse(" by " + size.lowerCycles() + " to " + size.upperCycles() + " cycles");
  }

  private Finding inconsistent(int cpu, ClosureResult.Inconsistent why) {
    String cycle = why.cpus().stream().map(String::valueOf).collect(Collectors.joining(", "));
    return new Finding(
        FindingCode.SKEW_INCONSISTENT,
        Severity.CRITICAL,
        CpuSet.of(cpu),
        List.of(new Quantity("contradiction", why.sumCycles(), Unit.CYCLES)),
        "the bounds around CPUs " + cycle + " sum up to " + why.sumCycles() + " cycles",
        "The TSC of CPU "
            + cpu
            + " moved against the others while it was measured: its bounds contradict each other by "
            + frequency
                .map(f -> nanos(f.upperNanos(-why.sumCycles())))
                .orElse(-why.sumCycles() + " cycles")
            + ".",
        "Repeat it with more --sweeps, to tell a drift from a step.");
  }
}
