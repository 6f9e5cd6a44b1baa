package io.tscwatch.checks.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.read.Reading;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class KvmclockPageTest {

  /** A 2.596 GHz guest: 10^9 / 2596146000 * 2^32, shifted by one. */
  private static final int MULTIPLIER = (int) 3_308_745_000L;

  static byte[] page(int version, long timestamp, long system, int multiplier, int shift, int f) {
    return ByteBuffer.allocate(KvmclockPage.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(version)
        .putInt(0)
        .putLong(timestamp)
        .putLong(system)
        .putInt(multiplier)
        .put((byte) shift)
        .put((byte) f)
        .putShort((short) 0)
        .array();
  }

  private static KvmclockPage decoded(byte[] bytes) {
    return KvmclockPage.decode(bytes, OptionalLong.empty()).toOptional().orElseThrow();
  }

  @Test
  void aHealthyPageIsDecoded() {
    KvmclockPage page = decoded(page(34, 5_000_000_000L, 1_900_000_000L, MULTIPLIER, -1, 1));

    assertThat(page)
        .isEqualTo(new KvmclockPage(34, 5_000_000_000L, 1_900_000_000L, 3_308_745_000L, -1, 1));
    assertThat(page.tscStable()).isTrue();
    assertThat(page.guestStopped()).isFalse();
    assertThat(page.flagNames()).containsExactly("PVCLOCK_TSC_STABLE_BIT");
    assertThat(page.tscKilohertz()).isBetween(2_596_000L, 2_597_000L);
  }

  @Test
  void timeIsComputedAsTheKernelDoesForEveryShiftAndSize() {
    BigInteger word = BigInteger.ONE.shiftLeft(64);
    for (int shift = -31; shift <= 31; shift++) {
      for (long delta : new long[] {0, 1, 2, 999, 1L << 40, 1L << 62, Long.MAX_VALUE, -1L}) {
        KvmclockPage page = new KvmclockPage(2, 77, 1_000, 0xffff_fffbL, shift, 0);
        BigInteger shifted = new BigInteger(Long.toUnsignedString(delta));
        shifted = shift < 0 ? shifted.shiftRight(-shift) : shifted.shiftLeft(shift).mod(word);
        long expected =
            shifted
                .multiply(BigInteger.valueOf(0xffff_fffbL))
                .shiftRight(32)
                .add(BigInteger.valueOf(1_000))
                .longValue();

        assertThat(page.nanosAt(77 + delta))
            .as("shift %d delta %d", shift, delta)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void oneSecondOfCyclesIsOneSecond() {
    // 1 GHz: multiplier 2^31 with shift 1 gives a nanosecond a cycle.
    KvmclockPage page = new KvmclockPage(2, 0, 500, 1L << 31, 1, 0);

    assertThat(page.nanosAt(1_000_000_000L)).isEqualTo(1_000_000_500L);
    assertThat(page.tscKilohertz()).isEqualTo(1_000_000);
  }

  @Test
  void bothFlagsAndUnknownOnesAreNamed() {
    assertThat(decoded(page(2, 1, 1, 1, 0, 0x83)).flagNames())
        .containsExactly("PVCLOCK_TSC_STABLE_BIT", "PVCLOCK_GUEST_STOPPED", "bit 7");
  }

  @Test
  void whatIsNotAPageIsRefused() {
    assertFails(page(33, 1, 1, 1, 0, 1), "updated");
    assertFails(page(0, 0, 0, 0, 0, 0), "never written");
    assertFails(page(2, 1, 1, 0, 0, 0), "never written");
    assertFails(page(2, 1, 1, 1, 32, 0), "out of range");
    assertFails(page(2, 1, 1, 1, -32, 0), "out of range");
    assertFails(new byte[31], "31 of 32");
    byte[] padded = page(2, 1, 1, 1, 0, 0);
    padded[5] = 1;
    assertFails(padded, "unused bytes");
    padded = page(2, 1, 1, 1, 0, 0);
    padded[31] = 1;
    assertFails(padded, "unused bytes");
  }

  private static void assertFails(byte[] bytes, String why) {
    assertThat(KvmclockPage.decode(bytes, OptionalLong.of(10)).whyNot().orElse("")).contains(why);
  }

  @Test
  void aTimestampOfTheFutureIsRefusedAndOneOfNowIsNot() {
    byte[] bytes = page(2, 1_000, 1, 1, 0, 1);

    assertThat(KvmclockPage.decode(bytes, OptionalLong.of(1_000)))
        .isInstanceOf(Reading.Present.class);
    assertThat(KvmclockPage.decode(bytes, OptionalLong.of(999)).whyNot().orElse(""))
        .contains("1 cycles ahead");
  }
}
