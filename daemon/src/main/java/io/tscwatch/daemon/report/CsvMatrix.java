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

  private static final String HEADER =
      "cpu,against,distance,lower_cycles,upper_cycles,estimate_cycles,lower_ns,upper_ns,"
          + "estimate_ns\r\n";

  private CsvMatrix() {}

  /** Writes header and pairs; the writer is flushed and stays open. */
  public static void write(Report report, Writer out) throws IOException {
    out.write(HEADER);
    Optional<ClosedMatrix> matrix = report.skew().matrix();
    if (matrix.isPresent()) {
      int[] cpus = matrix.get().cpus().toArray();
      for (int i = 0; i < cpus.length; i++) {
        for (int j = i + 1; j < cpus.length; j++) {
          line(report, matrix.get(), cpus[j], cpus[i], out);
        }
      }
    }
    out.flush();
  }

  private static void line(Report report, ClosedMatrix matrix, int cpu, int against, Writer out)
      throws IOException {
    Topology topology = report.facts().topology();
    out.write(cpu + "," + against + "," + Names.of(topology.distance(cpu, against)));
    Optional<OffsetBounds> bounds = matrix.bounds(cpu, against);
    Optional<TscFrequency> frequency = report.skew().frequency();
    if (bounds.isEmpty()) {
      out.write(",,,,,,\r\n");
      return;
    }
    OffsetBounds b = bounds.get();
    out.write("," + b.lowerCycles() + "," + b.upperCycles() + "," + b.estimateCycles());
    if (frequency.isPresent()) {
      TscFrequency f = frequency.get();
      out.write("," + f.lowerNanos(b.lowerCycles()) + "," + f.upperNanos(b.upperCycles()));
      out.write("," + f.estimateNanos(b.estimateCycles()) + "\r\n");
    } else {
      out.write(",,,\r\n");
    }
  }
}
