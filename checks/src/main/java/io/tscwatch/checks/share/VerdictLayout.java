package io.tscwatch.checks.share;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Where each field of the page is: {@code struct tscwatch_layout} of tscwatch/verdict.h. */
public final class VerdictLayout {

  /** The page of an installed daemon. */
  public static final Path FILE = Path.of("/run/tscwatch/verdict");

  /** "TSCWATCH", little-endian. */
  public static final long MAGIC = 0x4843544157435354L;

  public static final int VERSION = 1;
  public static final int BYTES = 128;

  public static final int MAGIC_AT = 0;
  public static final int VERSION_AT = 8;
  public static final int SIZE_AT = 12;
  public static final int SEQUENCE_AT = 16;
  public static final int VERDICT_AT = 20;
  public static final int FLAGS_AT = 24;
  public static final int CPUS_AT = 28;
  public static final int EPOCH_AT = 32;
  public static final int BOUND_NANOS_AT = 40;
  public static final int AS_OF_BOOTTIME_AT = 48;
  public static final int VALID_UNTIL_BOOTTIME_AT = 56;
  public static final int AS_OF_TSC_AT = 64;
  public static final int VALID_UNTIL_TSC_AT = 72;
  public static final int TSC_HERTZ_AT = 80;
  public static final int AS_OF_REALTIME_AT = 88;

  public static final int UNKNOWN = 0;
  public static final int RELIABLE = 1;
  public static final int UNRELIABLE = 2;

  public static final int SIMULATED = 1;
  public static final int STOPPED = 2;
  public static final int WARNINGS = 4;

  // A page is mapped at a page's border, so that every field is aligned, which these need.
  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private VerdictLayout() {}

  /** Reads a field, before everything that this thread reads later. */
  public static int getAcquire(ByteBuffer page, int at) {
    return (int) INT.getAcquire(page, at);
  }

  /** Writes a field, after everything that this thread wrote earlier. */
  public static void setRelease(ByteBuffer page, int at, int value) {
    INT.setRelease(page, at, value);
  }

  /** Reads a field as a whole, in no order with others. */
  public static int getInt(ByteBuffer page, int at) {
    return (int) INT.getOpaque(page, at);
  }

  /** Reads a field as a whole, in no order with others. */
  public static long getLong(ByteBuffer page, int at) {
    return (long) LONG.getOpaque(page, at);
  }

  /** Writes a field as a whole, in no order with others. */
  public static void setInt(ByteBuffer page, int at, int value) {
    INT.setOpaque(page, at, value);
  }

  /** Writes a field as a whole, in no order with others. */
  public static void setLong(ByteBuffer page, int at, long value) {
    LONG.setOpaque(page, at, value);
  }
}
