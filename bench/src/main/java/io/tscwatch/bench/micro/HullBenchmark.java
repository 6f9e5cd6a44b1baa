package io.tscwatch.bench.micro;

import io.tscwatch.checks.bounds.OffsetBounds;
import io.tscwatch.checks.rate.OffsetObservation;
import io.tscwatch.checks.rate.RateResult;
import io.tscwatch.checks.rate.RateTracker;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One more observation for a tracker that has followed a pair for long. */
@State(Scope.Benchmark)
public class HullBenchmark {

  private static final long HERTZ = 2_600_000_000L;

  private final SplittableRandom random = new SplittableRandom(1);
  private final RateTracker tracker = new RateTracker("benchmark");
  private long now;

  /** As the daemon does for each CPU of a slice. */
  @Benchmark
  public RateResult observe() {
    now += HERTZ;
    long lower = -60L - random.nextInt(40);
    tracker.add(
        OffsetObservation.within(
            now, now + HERTZ / 1000, new OffsetBounds(lower, lower + 104 + random.nextInt(40))));
    return tracker.result();
  }
}
