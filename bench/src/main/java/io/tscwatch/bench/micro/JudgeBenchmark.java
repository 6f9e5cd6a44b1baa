package io.tscwatch.bench.micro;

import io.tscwatch.checks.Check;
import io.tscwatch.checks.verdict.Limits;
import io.tscwatch.checks.verdict.Report;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From evidence to verdict. */
@State(Scope.Benchmark)
public class JudgeBenchmark {

  @Param({"2", "64"})
  public int cpus;

  private Evidences evidence = Evidences.of(2);

  /** Checks a simulated machine once. */
  @Setup
  public void check() {
    evidence = Evidences.of(cpus);
  }

  /** The second half of a check. */
  @Benchmark
  public Report judge() {
    return Check.judge(evidence.evidence(), Limits.DEFAULT);
  }
}
