package io.tscwatch.bench.micro;

import static io.tscwatch.bench.report.Section.number;

import io.tscwatch.bench.experiment.Bench;
import io.tscwatch.bench.experiment.Experiment;
import io.tscwatch.bench.micro.MicroResult.Row;
import io.tscwatch.bench.report.Section;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the JMH benchmarks of this package. */
public final class Micro implements Experiment<MicroResult> {

  private static final int ITERATIONS = 4;

  @Override
  public String name() {
    return "micro";
  }

  @Override
  public int seconds() {
    return 50;
  }

  @Override
  public Class<MicroResult> resultType() {
    return MicroResult.class;
  }

  @Override
  public MicroResult measure(Bench bench) throws IOException {
    boolean full = bench.effort() == 1;
    try {
      List<Row> rows = new ArrayList<>();
      for (RunResult result :
          new Runner(
                  new OptionsBuilder()
                      .include("io\\.tscwatch\\.bench\\.micro\\..*")
                      .mode(Mode.AverageTime)
                      .timeUnit(TimeUnit.MICROSECONDS)
                      .forks(1)
                      .warmupIterations(full ? 2 : 1)
                      .warmupTime(TimeValue.milliseconds(full ? 1000 : 200))
                      .measurementIterations(full ? ITERATIONS : 2)
                      .measurementTime(TimeValue.milliseconds(full ? 1000 : 200))
                      .jvmArgsAppend("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx320m")
                      .verbosity(VerboseMode.SILENT)
                      .shouldFailOnError(true)
                      .build())
              .run()) {
        rows.add(row(result));
      }
      return new MicroResult(rows);
    } catch (RunnerException e) {
      throw new IOException(e);
    }
  }

  private static Row row(RunResult result) {
    String cpus = result.getParams().getParam("cpus");
    String name = result.getParams().getBenchmark();
    return new Row(
        name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1),
        cpus == null ? 0 : Integer.parseInt(cpus),
        result.getPrimaryResult().getScore(),
        result.getPrimaryResult().getScoreError());
  }

  @Override
  public void tell(MicroResult result, Section section) {
    section.heading("Hot Java paths");
    section.paragraph(
        "JMH, one fork each with the JVM settings of the launcher (C1 only): mean time of an"
            + " operation, with half the 99.9 % confidence interval.");
    section.table(
        List.of("benchmark:", "CPUs", "us an operation", "±"),
        result.rows().stream()
            .map(
                row ->
                    List.of(
                        row.name(),
                        row.cpus() == 0 ? "-" : Integer.toString(row.cpus()),
                        number(row.micros(), 2),
                        number(row.error(), 2)))
            .toList());
  }
}
