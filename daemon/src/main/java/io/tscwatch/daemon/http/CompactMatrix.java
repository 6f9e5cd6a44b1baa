package io.tscwatch.daemon.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tscwatch.checks.bounds.ClosedMatrix;
import io.tscwatch.checks.bounds.OffsetMatrix;
import io.tscwatch.checks.watch.WatchStatus;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The bounds of every pair as numbers of fixed width, for the page: those of 2048 CPUs are 8 MB
 * that a browser can use as they are, where the JSON is 17 MB to be parsed.
 *
 * <p>All little endian: the letters {@code TSCWMTX1}; the number of CPUs n and the bytes of a cell
 * (2, 4 or 8), 32 bits each; the moment in nanoseconds since 1970, 64 bits; n CPU numbers of 32
 * bits, one more of 0 if n is odd; then n rows of n signed cells. Cell j of row i bounds
 * offset(cpus[j]) - offset(cpus[i]) from above, in cycles; the largest number that fits says that
 * there is no bound.
 */
final class CompactMatrix {

  static final String CONTENT_TYPE = "application/octet-stream";

  private static final String MAGIC = "TSCWMTX1";
  private static final int PIECE_BYTES = 64 * 1024;

  private final ClosedMatrix matrix;
  private final int[] cpus;
  private final int cellBytes;

  private CompactMatrix(ClosedMatrix matrix) {
    this.matrix = matrix;
    this.cpus = matrix.cpus().toArray();
    this.cellBytes = cellBytes(matrix, cpus);
  }

  /** The document in parts. */
  static Iterator<byte[]> parts(WatchStatus status, ClosedMatrix matrix) {
    CompactMatrix compact = new CompactMatrix(matrix);
    int count = compact.cpus.length;
    int rows = Math.max(1, PIECE_BYTES / Math.max(1, count * compact.cellBytes));
    return Stream.concat(
            Stream.of(compact.head(status)),
            IntStream.iterate(0, row -> row < count, row -> row + rows)
                .mapToObj(row -> compact.rows(row, Math.min(count, row + rows))))
        .iterator();
  }

  private byte[] head(WatchStatus status) {
    byte[] bytes = new byte[24 + (cpus.length + 1) / 2 * 8];
    ByteBuffer head = littleEndian(bytes);
    head.put(MAGIC.getBytes(US_ASCII));
    head.putInt(cpus.length).putInt(cellBytes);
    head.putLong(status.asOfRealtimeNanos());
    for (int cpu : cpus) {
      head.putInt(cpu);
    }
    return bytes;
  }

  private byte[] rows(int from, int until) {
    byte[] bytes = new byte[(until - from) * cpus.length * cellBytes];
    ByteBuffer rows = littleEndian(bytes);
    for (int i = from; i < until; i++) {
      for (int cpu : cpus) {
        long upper = matrix.upperCycles(cpus[i], cpu);
        switch (cellBytes) {
          case Short.BYTES ->
              rows.putShort(upper == OffsetMatrix.INFINITE ? Short.MAX_VALUE : (short) upper);
          case Integer.BYTES ->
              rows.putInt(upper == OffsetMatrix.INFINITE ? Integer.MAX_VALUE : (int) upper);
          default -> rows.putLong(upper == OffsetMatrix.INFINITE ? Long.MAX_VALUE : upper);
        }
      }
    }
    return bytes;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The narrowest cell that holds every bound and has a number left that says there is none. */
  private static int cellBytes(ClosedMatrix matrix, int[] cpus) {
    long largest = 0;
    for (int from : cpus) {
      for (int to : cpus) {
        long upper = matrix.upperCycles(from, to);
        if (upper != OffsetMatrix.INFINITE) {
          largest = Math.max(largest, Math.abs(upper));
        }
      }
    }
    if (largest < Short.MAX_VALUE) {
      return Short.BYTES;
    }
    return largest < Integer.MAX_VALUE ? Integer.BYTES : Long.BYTES;
  }
}
