package io.tscwatch.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.bounds.ClosedMatrix;
import io.tscwatch.checks.bounds.OffsetMatrix;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.daemon.WatchFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The matrix as the page reads it. */
class CompactMatrixTest {

  @TempDir Path folder;

  /** The wider the offsets, the wider the cells. */
  @ParameterizedTest
  @CsvSource({"1us,2", "1ms,4", "10s,8"})
  void theBytesHaveEveryBoundOfTheMatrix(String offset, int expectedBytes) throws IOException {
    String scenario =
        """
        name: one CPU ahead
        machine: {cores-per-cache: 5}
        tsc:
          offsets:
            - {cpus: 3, offset: %s}
        """
            .formatted(offset);
    Path file = Files.writeString(folder.resolve("ahead.yaml"), scenario);
    WatchStatus status = WatchFixture.of(file.toString());
    ClosedMatrix matrix = status.matrix().orElseThrow();
    ByteBuffer bytes = bytes(status, matrix);
    byte[] magic = new byte[8];
    bytes.get(magic);

    assertThat(new String(magic, StandardCharsets.US_ASCII)).isEqualTo("TSCWMTX1");
    int count = bytes.getInt();
    int cellBytes = bytes.getInt();
    assertThat(count).isEqualTo(matrix.cpus().size());
    assertThat(cellBytes).isEqualTo(expectedBytes);
    assertThat(bytes.getLong()).isEqualTo(status.asOfRealtimeNanos());
    for (int cpu : matrix.cpus()) {
      assertThat(bytes.getInt()).isEqualTo(cpu);
    }
    bytes.position(24 + (count + 1) / 2 * 8);
    for (int from : matrix.cpus()) {
      for (int to : matrix.cpus()) {
        assertThat(cell(bytes, cellBytes)).isEqualTo(matrix.upperCycles(from, to));
      }
    }
    assertThat(bytes.hasRemaining()).isFalse();
  }

  private static long cell(ByteBuffer bytes, int cellBytes) {
    long none = cellBytes == 8 ? Long.MAX_VALUE : (1L << (8 * cellBytes - 1)) - 1;
    long value =
        switch (cellBytes) {
          case 2 -> bytes.getShort();
          case 4 -> bytes.getInt();
          default -> bytes.getLong();
        };
    return value == none ? OffsetMatrix.INFINITE : value;
  }

  private static ByteBuffer bytes(WatchStatus status, ClosedMatrix matrix) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    CompactMatrix.parts(status, matrix).forEachRemaining(all::writeBytes);
    return ByteBuffer.wrap(all.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void aMatrixOf2048CpusIsSentInPiecesOf64KilobytesAtMost() {
    WatchStatus status = WatchFixture.of("2048-cpus-16-packages-one-60ns-off");
    long[] total = {0};

    CompactMatrix.parts(status, status.matrix().orElseThrow())
        .forEachRemaining(
            part -> {
              assertThat(part.length).isBetween(1, 64 * 1024);
              total[0] += part.length;
            });

    assertThat(total[0]).isEqualTo(24 + 4 * 2048 + 2L * 2048 * 2048);
  }
}
