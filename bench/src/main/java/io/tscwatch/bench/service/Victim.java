package io.tscwatch.bench.service;

import io.tscwatch.bench.experiment.Bench;
import io.tscwatch.bench.laboratory.VictimTimes;
import io.tscwatch.bench.service.ServiceResult.Jitter;

/** A loop whose iterations of about 20 us should all take the same time. */
final class Victim {

  private static final long WANTED_NANOS = 20_000;
  private static final long BUCKET_NANOS = 50;
  private static final int BUCKETS = 40_000;
  private static final int TRIAL_WORK = 1000;
  private static final long TRIAL_NANOS = 100_000_000;

  private final Bench bench;
  private final long bucketCycles;
  private final int work;

  Victim(Bench bench) {
    this.bench = bench;
    this.bucketCycles = Math.max(1, BUCKET_NANOS * bench.tscHertz() / 1_000_000_000);
    VictimTimes trial =
        bench
            .laboratory()
            .victim(bench.cpus().get(0), TRIAL_NANOS, TRIAL_WORK, bucketCycles, BUCKETS);
    double nanos = Math.max(1, quantile(trial, 0.5));
    this.work = (int) Math.max(1, TRIAL_WORK * WANTED_NANOS / nanos);
  }

  /** One turn. */
  Jitter run(int cpu, long nanos, boolean daemon) {
    VictimTimes times = bench.laboratory().victim(cpu, nanos, work, bucketCycles, BUCKETS);
    return new Jitter(
        cpu,
        daemon,
        times.iterations(),
        quantile(times, 0.5),
        quantile(times, 0.999),
        longestNanos(times));
  }

  /** In nanoseconds: the upper end of the bucket in which the quantile lies. */
  private double quantile(VictimTimes times, double share) {
    long wanted = (long) Math.ceil(share * times.iterations());
    long seen = 0;
    for (int i = 0; i < times.histogram().size(); i++) {
      seen += times.histogram().get(i);
      if (seen >= wanted) {
        return i + 1 < times.histogram().size()
            ? bench.nanos((i + 1.0) * times.bucketCycles())
            : longestNanos(times);
      }
    }
    return longestNanos(times);
  }

  private double longestNanos(VictimTimes times) {
    return bench.nanos((double) times.longestCycles());
  }
}
