package io.tscwatch.daemon.share;

import static io.tscwatch.checks.share.VerdictLayout.setInt;
import static io.tscwatch.checks.share.VerdictLayout.setLong;
import static io.tscwatch.checks.share.VerdictLayout.setRelease;

import io.tscwatch.checks.share.VerdictLayout;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The page itself. One that an earlier daemon left is replaced as a whole, never written: whoever
 * maps that one sees it become stale.
 *
 * <p>For one writing thread. Readers see what one {@link #write} wrote, or what the one before did:
 * the sequence is odd while it is written (a seqlock). setRelease alone would not keep the fields
 * behind the odd number, so that a fence does.
 */
final class VerdictPage {

  /**
   * What is written: see {@code tscwatch/verdict.h}.
   *
   * @param boundNanos -1 if not known
   * @param asOfTsc 0 if not known, and so is the next
   */
  record Content(
      int verdict,
      int flags,
      int cpus,
      long epoch,
      long boundNanos,
      long asOfBoottimeNanos,
      long validUntilBoottimeNanos,
      long asOfTsc,
      long validUntilTsc,
      long tscHertz,
      long asOfRealtimeNanos) {

    static final Content UNKNOWN =
        new Content(VerdictLayout.UNKNOWN, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0);
  }

  private final MappedByteBuffer page;
  private int sequence;

  private VerdictPage(MappedByteBuffer page) {
    this.page = page;
  }

  /**
   * Makes a page that says UNKNOWN, readable by everybody, and puts it in the place of whatever is
   * there.
   *
   * @throws IOException if the folder is not there or may not be written
   */
  static VerdictPage create(Path file) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(VerdictLayout.BYTES));
      VerdictPage made =
          new VerdictPage(channel.map(FileChannel.MapMode.READ_WRITE, 0, VerdictLayout.BYTES));
      setLong(made.page, VerdictLayout.MAGIC_AT, VerdictLayout.MAGIC);
      setInt(made.page, VerdictLayout.VERSION_AT, VerdictLayout.VERSION);
      setInt(made.page, VerdictLayout.SIZE_AT, VerdictLayout.BYTES);
      made.write(Content.UNKNOWN);
      // The service's umask lets nobody else read.
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      return made;
    }
  }

  void write(Content content) {
    setInt(page, VerdictLayout.SEQUENCE_AT, ++sequence);
    VarHandle.releaseFence();
    setInt(page, VerdictLayout.VERDICT_AT, content.verdict());
    setInt(page, VerdictLayout.FLAGS_AT, content.flags());
    setInt(page, VerdictLayout.CPUS_AT, content.cpus());
    setLong(page, VerdictLayout.EPOCH_AT, content.epoch());
    setLong(page, VerdictLayout.BOUND_NANOS_AT, content.boundNanos());
    setLong(page, VerdictLayout.AS_OF_BOOTTIME_AT, content.asOfBoottimeNanos());
    setLong(page, VerdictLayout.VALID_UNTIL_BOOTTIME_AT, content.validUntilBoottimeNanos());
    setLong(page, VerdictLayout.AS_OF_TSC_AT, content.asOfTsc());
    setLong(page, VerdictLayout.VALID_UNTIL_TSC_AT, content.validUntilTsc());
    setLong(page, VerdictLayout.TSC_HERTZ_AT, content.tscHertz());
    setLong(page, VerdictLayout.AS_OF_REALTIME_AT, content.asOfRealtimeNanos());
    setRelease(page, VerdictLayout.SEQUENCE_AT, ++sequence);
  }
}
