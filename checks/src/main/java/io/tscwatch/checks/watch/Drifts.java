package io.tscwatch.checks.watch;

import io.tscwatch.checks.bounds.OffsetBounds;
import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.rate.RateResult;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.verdict.MovementFindings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Who drifts. A rate between two CPUs is of both; the others decide: if they stand still against
 * the reference the CPU drifts, if they move with the CPU it is the reference. Not safe for use by
 * many threads.
 */
final class Drifts {

  private final Machine machine;
  private final RateBook rates;
  private final Calibration calibration;
  private CpuSet convicted = CpuSet.empty();

  Drifts(Machine machine, RateBook rates, Calibration calibration) {
    this.machine = machine;
    this.rates = rates;
    this.calibration = calibration;
  }

  Optional<TscFrequency> frequency() {
    return calibration.frequency();
  }

  /**
   * What the rates say now.
   *
   * @param findings one for each CPU that drifts
   * @param instead the CPU to be the reference, if it is the reference that drifts
   */
  record Answer(List<Finding> findings, OptionalInt instead) {}

  /** Asks the rates of all CPUs. */
  Answer ask(CpuSet watched) {
    List<Finding> findings = new ArrayList<>();
    List<Integer> drifting = new ArrayList<>();
    for (int cpu : watched) {
      if (!rates.drifting(cpu)) {
        continue;
      }
      RateResult.Bounded rate = rates.rate(cpu).orElseThrow();
      int balance = balance(cpu, rate, watched);
      if (balance < 0) {
        convicted = CpuSet.empty();
        return new Answer(List.of(), OptionalInt.of(cpu));
      }
      if (balance > 0 || watched.size() == 2) {
        drifting.add(cpu);
        findings.add(MovementFindings.drift(cpu, rates.reference(), rate));
      }
    }
    convicted = CpuSet.of(drifting);
    return new Answer(findings, OptionalInt.empty());
  }

  /** The others that stand still, less those that move the same way. */
  private int balance(int cpu, RateResult.Bounded rate, CpuSet watched) {
    int balance = 0;
    for (int other : watched) {
      if (other == cpu || other == rates.reference()) {
        continue;
      }
      Optional<RateResult.Bounded> its = rates.rate(other);
      if (its.isEmpty()) {
        continue;
      }
      boolean apart =
          its.get().maxPicosPerSecond() < rate.minPicosPerSecond()
              || its.get().minPicosPerSecond() > rate.maxPicosPerSecond();
      if (its.get().sign() == rate.sign() && !apart) {
        balance--;
      } else if (its.get().sign() == 0 && apart) {
        balance++;
      }
    }
    return balance;
  }

  /**
   * A CPU that is known to drift contradicts its past again and again: no news.
   *
   * @return true if that explains the exchange, which is then taken
   */
  boolean explain(ExchangeResult result, ExchangeWindow window) {
    int cpu = rates.otherThanReference(result);
    if (cpu < 0 || !convicted.contains(cpu) || OffsetBounds.ofBAgainstA(result).isEmpty()) {
      return false;
    }
    long now = machine.monotonicNanos();
    window.drop(CpuSet.of(cpu));
    window.add(result, now);
    rates.add(result, now);
    return true;
  }
}
