package io.tscwatch.checks.watch;

import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.topology.CpuSet;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The CPU time that exchanges take from each CPU: counted, held against the budget, and published.
 *
 * <p>Each CPU has an account that gains its share of the time that passes and pays for what is
 * measured on it. Scheduled exchanges wait while it is overdrawn. Not safe for use by many threads.
 */
final class IntrusionMeter {

  private static final int ONE = 1_000_000;

  /** An account gains no more than in so long: time that was not used is not saved for ever. */
  private static final long SAVED_NANOS = 10_000_000_000L;

  /**
   * An exchange is paid for up to so many times what is usual on its CPU: on a machine so busy that
   * a side is preempted in the middle, one may cost fifty times as much, and must not blind the
   * watch. Where all of them are dear that is usual, and paid in full.
   */
  private static final int FORGIVEN_ABOVE = 4;

  /** The minute over which shares are published, in steps. */
  private static final int STEPS = 6;

  private static final long STEP_NANOS = 10_000_000_000L;

  private final UsualCost usual = new UsualCost();
  private long sharePartsPerMillion;
  private long[] account = new long[0];
  private long[] total = new long[0];
  private long[][] steps = new long[STEPS][0];
  private long accountsFromNanos;
  private long stepFromNanos;
  private int step;
  private int stepsFilled = 1;
  private boolean begun;

  IntrusionMeter(long sharePartsPerMillion) {
    this.sharePartsPerMillion = sharePartsPerMillion;
  }

  void setShare(long partsPerMillion) {
    sharePartsPerMillion = partsPerMillion;
  }

  /** Lets time pass. */
  void passTo(long nowNanos) {
    if (!begun) {
      begun = true;
      accountsFromNanos = nowNanos;
      stepFromNanos = nowNanos;
    }
    long gained = (nowNanos - accountsFromNanos) / 1000 * sharePartsPerMillion / 1000;
    if (gained > 0) {
      accountsFromNanos = nowNanos;
      long most = SAVED_NANOS / ONE * sharePartsPerMillion;
      for (int cpu = 0; cpu < account.length; cpu++) {
        account[cpu] = Math.min(most, account[cpu] + gained);
      }
    }
    while (nowNanos - stepFromNanos >= STEP_NANOS) {
      stepFromNanos += STEP_NANOS;
      step = (step + 1) % STEPS;
      stepsFilled = Math.min(STEPS, stepsFilled + 1);
      Arrays.fill(steps[step], 0);
      if (nowNanos - stepFromNanos > STEPS * STEP_NANOS) {
        // After a long gap no step of it is worth being walked through.
        stepFromNanos = nowNanos;
        for (long[] each : steps) {
          Arrays.fill(each, 0);
        }
      }
    }
  }

  private void growTo(int cpu) {
    if (cpu >= total.length) {
      int size = Math.max(cpu + 1, 2 * total.length);
      account = Arrays.copyOf(account, size);
      total = Arrays.copyOf(total, size);
      for (int i = 0; i < STEPS; i++) {
        steps[i] = Arrays.copyOf(steps[i], size);
      }
    }
  }

  /**
   * Takes what one exchange cost, half of it from each CPU.
   *
   * @param scheduled false if it had to be measured at once: that may use up what was saved, but
   *     the schedule is not held up for it, or a fault would blind the watch to the next one
   */
  void charge(ExchangeResult result, boolean scheduled) {
    growTo(Math.max(result.cpuA(), result.cpuB()));
    long half = (result.cpuNanos() + 1) / 2;
    for (int cpu : new int[] {result.cpuA(), result.cpuB()}) {
      usual.note(cpu, half);
      account[cpu] = scheduled ? account[cpu] - paid(cpu, half) : afterUnscheduled(cpu, half);
      total[cpu] += half;
      steps[step][cpu] += half;
    }
  }

  private long paid(int cpu, long nanos) {
    return Math.min(nanos, FORGIVEN_ABOVE * usual.of(cpu).orElse(nanos));
  }

  private long afterUnscheduled(int cpu, long nanos) {
    return Math.min(account[cpu], Math.max(0, account[cpu] - nanos));
  }

  /** What an exchange mostly costs one CPU of these; empty until enough were measured. */
  OptionalLong usualNanos(CpuSet cpus) {
    return usual.typical(cpus);
  }

  /** Whether a scheduled exchange may take time from both CPUs. */
  boolean allows(int cpuA, int cpuB) {
    growTo(Math.max(cpuA, cpuB));
    return account[cpuA] >= 0 && account[cpuB] >= 0;
  }

  /** CPU time taken from a CPU since the watch began. */
  long totalNanos(int cpu) {
    return cpu < total.length ? total[cpu] : 0;
  }

  /** The shares over the last minute. */
  Intrusion share(CpuSet cpus, long nowNanos) {
    long elapsed = Math.max(STEP_NANOS, (stepsFilled - 1) * STEP_NANOS + nowNanos - stepFromNanos);
    long sum = 0;
    long worst = -1;
    int worstCpu = -1;
    for (int cpu : cpus) {
      long taken = 0;
      for (long[] each : steps) {
        taken += cpu < each.length ? each[cpu] : 0;
      }
      sum += taken;
      if (taken > worst) {
        worst = taken;
        worstCpu = cpu;
      }
    }
    return worstCpu < 0
        ? new Intrusion(sharePartsPerMillion, 0, 0, -1)
        : new Intrusion(
            sharePartsPerMillion,
            sum / cpus.size() * 1000 / (elapsed / 1000),
            worst * 1000 / (elapsed / 1000),
            worstCpu);
  }
}
