package io.tscwatch.daemon.report;

import io.tscwatch.checks.bounds.ClosedMatrix;
import io.tscwatch.checks.bounds.OffsetBounds;
import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.topology.Topology;
import io.tscwatch.checks.verdict.Report;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;

/**
 * The matrix as CSV (RFC 4180), a line for each pair: the certified interval of the offset of
 * {@code cpu} against {@code against}. A pair without bounds has empty fields.
 */
public final class CsvMatrix {

  /** The first line. */
  public static final String HEADER =
      "cpu,against,distance,lower_cycles,upper_cycles,estimate_cycles,lower_ns,upper_ns,"
          + "estimate_ns\r\n";

  private CsvMatrix() {}

  /** Writes header and pairs; the writer is flushed and stays open. */
  public static void write(Report report, Writer out) throws IOException {
    out.write(HEADER);
    Optional<ClosedMatrix> matrix = report.skew().matrix();
    if (matrix.isPresent()) {
      for (int against : matrix.get().cpus()) {
        rows(matrix.get(), report.facts().topology(), report.skew().frequency(), against, out);
      }
    }
    out.flush();
  }

  /** Writes the pairs of one CPU with every CPU of a higher number. */
  public static void rows(
      ClosedMatrix matrix,
      Topology topology,
      Optional<TscFrequency> frequency,
      int against,
      Writer out)
      throws IOException {
    for (int cpu : matrix.cpus()) {
      if (cpu > against) {
        out.write(cpu + "," + against + "," + Names.of(topology.distance(cpu, against)));
        out.write(matrix.bounds(cpu, against).map(b -> fields(b, frequency)).orElse(",,,,,,"));
        out.write("\r\n");
      }
    }
  }

  private static String fields(OffsetBounds b, Optional<TscFrequency> frequency) {
    String cycles = "," + b.lowerCycles() + "," + b.upperCycles() + "," + b.estimateCycles();
    return cycles
        + frequency
            .map(
                f ->
                    ","
                        + f.lowerNanos(b.lowerCycles())
                        + ","
                        + f.upperNanos(b.upperCycles())
                        + ","
                        + f.estimateNanos(b.estimateCycles()))
            .orElse(",,,");
  }
}
