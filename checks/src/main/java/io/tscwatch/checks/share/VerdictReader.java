package io.tscwatch.checks.share;

import io.tscwatch.checks.linux.BootClock;
import io.tscwatch.checks.verdict.Verdict;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Reads the daemon's page, for programs in Java that want to know whether the TSC can be trusted
 * now.
 *
 * <pre>{@code
 * VerdictReader reader = VerdictReader.open(VerdictLayout.FILE);
 * if (reader.read().verdict() == Verdict.RELIABLE) { ... }
 * }</pre>
 *
 * <p>A page that stays stale may be that of a daemon that is gone: open it again, not more often
 * than once a second or so. Safe for use by many threads.
 */
public final class VerdictReader {

  /** The daemon writes about once a second, for less than a microsecond. */
  private static final int TRIES = 64;

  private final MappedByteBuffer page;
  private final LongSupplier boottimeNanos;

  VerdictReader(MappedByteBuffer page, LongSupplier boottimeNanos) {
    this.page = page;
    this.boottimeNanos = boottimeNanos;
  }

  /**
   * Maps a page.
   *
   * @throws IOException if there is none, or it is of another version
   */
  public static VerdictReader open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      // Beyond the end of a file a mapping is there, and reading it is a fault.
      if (channel.size() < VerdictLayout.BYTES) {
        throw new IOException(file + " is no page of tscwatch");
      }
      MappedByteBuffer page = channel.map(FileChannel.MapMode.READ_ONLY, 0, VerdictLayout.BYTES);
      if (VerdictLayout.getLong(page, VerdictLayout.MAGIC_AT) != VerdictLayout.MAGIC
          || VerdictLayout.getInt(page, VerdictLayout.VERSION_AT) != VerdictLayout.VERSION) {
        throw new IOException(file + " is no page of tscwatch, or of another version");
      }
      return new VerdictReader(page, BootClock::nanos);
    }
  }

  /** What holds now. */
  public SharedVerdict read() {
    for (int i = 0; i < TRIES; i++) {
      int before = VerdictLayout.getAcquire(page, VerdictLayout.SEQUENCE_AT);
      int verdict = VerdictLayout.getInt(page, VerdictLayout.VERDICT_AT);
      int flags = VerdictLayout.getInt(page, VerdictLayout.FLAGS_AT);
      long epoch = VerdictLayout.getLong(page, VerdictLayout.EPOCH_AT);
      long bound = VerdictLayout.getLong(page, VerdictLayout.BOUND_NANOS_AT);
      long asOf = VerdictLayout.getLong(page, VerdictLayout.AS_OF_BOOTTIME_AT);
      long validUntil = VerdictLayout.getLong(page, VerdictLayout.VALID_UNTIL_BOOTTIME_AT);
      VarHandle.acquireFence();
      int after = VerdictLayout.getInt(page, VerdictLayout.SEQUENCE_AT);
      if (before == after && (before & 1) == 0) {
        boolean fresh = boottimeNanos.getAsLong() < validUntil;
        boolean ofThisMachine = (flags & (VerdictLayout.SIMULATED | VerdictLayout.STOPPED)) == 0;
        return new SharedVerdict(
            fresh && ofThisMachine ? verdict(verdict) : Verdict.UNKNOWN,
            epoch,
            bound < 0 ? OptionalLong.empty() : OptionalLong.of(bound),
            asOf,
            validUntil);
      }
      Thread.onSpinWait();
    }
    return SharedVerdict.NONE;
  }

  private static Verdict verdict(int number) {
    return switch (number) {
      case VerdictLayout.RELIABLE -> Verdict.RELIABLE;
      case VerdictLayout.UNRELIABLE -> Verdict.UNRELIABLE;
      default -> Verdict.UNKNOWN;
    };
  }
}
