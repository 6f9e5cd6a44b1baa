package io.tscwatch.bench.micro;

import io.tscwatch.checks.bounds.Closure;
import io.tscwatch.checks.bounds.ClosureResult;
import io.tscwatch.checks.bounds.OffsetMatrix;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From measured pairs to closed bounds. */
@State(Scope.Benchmark)
public class ClosureBenchmark {

  @Param({"8", "64"})
  public int cpus;

  private Evidences evidence = Evidences.of(2);

  /** Checks a simulated machine once. */
  @Setup
  public void check() {
    evidence = Evidences.of(cpus);
  }

  /** All pairs, as the matrix of a check needs them. */
  @Benchmark
  public ClosureResult close() {
    return Closure.of(
        OffsetMatrix.ofExchanges(
            evidence.evidence().facts().topology().cpus(),
            evidence.evidence().measurement().results()));
  }
}
