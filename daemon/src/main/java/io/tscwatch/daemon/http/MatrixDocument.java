package io.tscwatch.daemon.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tscwatch.checks.bounds.ClosedMatrix;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.daemon.report.CsvMatrix;
import io.tscwatch.daemon.report.JsonParts;
import io.tscwatch.daemon.report.Times;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The bounds of every pair, one row at a time: those of 2048 CPUs are 100 MB of text. The JSON
 * schema is {@code Matrix} in {@code openapi.json}.
 */
final class MatrixDocument {

  static final String FORMAT = "tscwatch-matrix/1";

  private MatrixDocument() {}

  static Iterator<byte[]> csv(WatchStatus status, ClosedMatrix matrix) {
    Stream<byte[]> rows =
        IntStream.of(matrix.cpus().toArray()).mapToObj(cpu -> csvRows(status, matrix, cpu));
    return Stream.concat(Stream.of(CsvMatrix.HEADER.getBytes(UTF_8)), rows)
        .filter(bytes -> bytes.length > 0)
        .iterator();
  }

  private static byte[] csvRows(WatchStatus status, ClosedMatrix matrix, int against) {
    StringWriter rows = new StringWriter();
    try {
      CsvMatrix.rows(matrix, status.facts().topology(), status.frequency(), against, rows);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return rows.toString().getBytes(UTF_8);
  }

  /** Rows stand on lines of their own: whoever looks at it sees the matrix. */
  static Iterator<byte[]> json(WatchStatus status, ClosedMatrix matrix) {
    int first = matrix.cpus().isEmpty() ? -1 : matrix.cpus().first();
    Stream<byte[]> rows =
        IntStream.of(matrix.cpus().toArray())
            .mapToObj(cpu -> jsonRow(matrix, cpu, cpu == first ? "\n" : ",\n"));
    return Stream.concat(
            Stream.concat(Stream.of(jsonHead(status, matrix)), rows),
            Stream.of("\n]}\n".getBytes(UTF_8)))
        .iterator();
  }

  private static byte[] jsonHead(WatchStatus status, ClosedMatrix matrix) {
    String object =
        new String(
            JsonBytes.of(
                json -> {
                  JsonParts parts = new JsonParts(json);
                  json.writeStartObject();
                  json.writeStringField("format", FORMAT);
                  parts.machine(status.origin());
                  json.writeStringField("asOf", Times.rfc3339(status.asOfRealtimeNanos()));
                  parts.frequency(status.frequency());
                  parts.cpus("cpus", matrix.cpus());
                  json.writeEndObject();
                }),
            UTF_8);
    return (object.substring(0, object.length() - 1) + ",\"upperCycles\":[").getBytes(UTF_8);
  }

  private static byte[] jsonRow(ClosedMatrix matrix, int from, String before) {
    byte[] row = JsonBytes.of(json -> new JsonParts(json).matrixRow(matrix, from));
    return (before + new String(row, UTF_8)).getBytes(UTF_8);
  }
}
