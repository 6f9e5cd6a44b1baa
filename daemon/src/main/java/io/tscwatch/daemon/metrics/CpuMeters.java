package io.tscwatch.daemon.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tscwatch.checks.bounds.CpuOffset;
import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.rate.RateResult;
import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.checks.watch.CpuStatus;
import io.tscwatch.checks.watch.WatchStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What there is for each CPU. For one thread at a time. */
final class CpuMeters {

  private static final double PICOS = 1e12;

  private final Family<Integer> reliable;
  private final Family<Integer> lower;
  private final Family<Integer> upper;
  private final Family<Integer> width;
  private final Family<Integer> rateLower;
  private final Family<Integer> rateUpper;
  private final Family<Integer> adjust;
  private final Family<Integer> age;
  private final List<Family<Integer>> all;

  CpuMeters(MeterRegistry registry) {
    reliable =
        new Family<>(
            registry,
            "tscwatch.cpu.reliable",
            "",
            "1 if this online CPU's TSC is proven in sync, 0 if it is not or not known.");
    lower =
        new Family<>(
            registry,
            "tscwatch.offset.lower",
            "seconds",
            "Certified lower bound of this CPU's TSC against the reference CPU's.");
    upper =
        new Family<>(
            registry,
            "tscwatch.offset.upper",
            "seconds",
            "Certified upper bound of this CPU's TSC against the reference CPU's.");
    width =
        new Family<>(
            registry,
            "tscwatch.offset.width",
            "seconds",
            "Upper minus lower bound: what is not known of this CPU's offset.");
    rateLower =
        new Family<>(
            registry,
            "tscwatch.rate.lower",
            "ratio",
            "Certified lower bound of this CPU's TSC rate against the reference CPU's.");
    rateUpper =
        new Family<>(
            registry,
            "tscwatch.rate.upper",
            "ratio",
            "Certified upper bound of this CPU's TSC rate against the reference CPU's.");
    adjust =
        new Family<>(
            registry,
            "tscwatch.tsc.adjust",
            "cycles",
            "TSC_ADJUST (MSR 0x3b) of this CPU, rounded beyond 2^53.");
    age =
        new Family<>(
            registry,
            "tscwatch.cpu.evidence.age",
            "seconds",
            "Time since this CPU was last measured.");
    all = List.of(reliable, lower, upper, width, rateLower, rateUpper, adjust, age);
  }

  void show(WatchStatus status) {
    for (CpuStatus cpu : status.cpus()) {
      if (cpu.online()) {
        show(cpu, status);
      }
    }
    all.forEach(Family::dropOthers);
  }

  private void show(CpuStatus cpu, WatchStatus status) {
    int number = cpu.cpu();
    Supplier<Tags> tags = () -> Tags.of("cpu", Integer.toString(number));
    reliable.set(number, tags, cpu.verdict() == Verdict.RELIABLE ? 1 : 0);
    Optional<TscFrequency> frequency = status.frequency();
    if (cpu.offset().isPresent() && frequency.isPresent()) {
      CpuOffset offset = cpu.offset().get();
      TscFrequency f = frequency.get();
      long lowerNanos = f.lowerNanos(offset.bounds().lowerCycles());
      long upperNanos = f.upperNanos(offset.bounds().upperCycles());
      lower.set(number, tags, WatchMeters.seconds(lowerNanos));
      upper.set(number, tags, WatchMeters.seconds(upperNanos));
      width.set(number, tags, WatchMeters.seconds(upperNanos - lowerNanos));
    }
    if (cpu.rate().isPresent()) {
      RateResult.Bounded rate = cpu.rate().get();
      rateLower.set(number, tags, rate.minPicosPerSecond() / PICOS);
      rateUpper.set(number, tags, rate.maxPicosPerSecond() / PICOS);
    }
    cpu.tscAdjust().toOptional().ifPresent(value -> adjust.set(number, tags, value));
    cpu.evidenceMonotonicNanos()
        .ifPresent(
            evidence ->
                age.set(number, tags, WatchMeters.seconds(status.asOfMonotonicNanos() - evidence)));
  }
}
