package io.tscwatch.checks.kvm.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tscwatch.checks.kvm.migration.Migration.Continuity;
import io.tscwatch.checks.kvm.migration.Refusal.Kind;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long KHZ = 2_596_146;
  private static final long EPOCH = 1_795_356_062L * SECOND;

  /** A guest that runs for 100 s on a host that runs for an hour. */
  private static final MigrationRecord SOURCE =
      new MigrationRecord(
          3_600 * KHZ * 1_000, EPOCH, 100 * KHZ * 1_000, KHZ, 100 * SECOND, TscScale.NONE);

  private static MigrationRecord destination(
      long hostTsc, long realNanos, long guestTsc, long khz, long kvmclockNanos) {
    return new MigrationRecord(
        hostTsc, EPOCH + realNanos, guestTsc, khz, 100 * SECOND + kvmclockNanos, TscScale.NONE);
  }

  private static Migration computed(MigrationRecord source, MigrationRecord destination) {
    return ((MigrationAnswer.Computed) Migration.between(source, destination)).migration();
  }

  private static Kind refusal(MigrationRecord source, MigrationRecord destination) {
    return ((MigrationAnswer.Refused) Migration.between(source, destination)).why().kind();
  }

  @Test
  void theDocumentedFormulaGivesTheOffset() {
    // ofs_src - (guest_src - guest_dest) * freq + (tsc_src - tsc_dest), with 2 s in between
    MigrationRecord destination = destination(777, 2 * SECOND, 0, KHZ, 2 * SECOND);
    long formula = SOURCE.offsetCycles() - -2_000L * KHZ + (SOURCE.hostTscCycles() - 777);

    Migration migration = computed(SOURCE, destination);

    assertThat(migration.offsetCycles()).isEqualTo(formula);
    assertThat(migration.elapsedCycles()).isEqualTo(2_000 * KHZ);
  }

  @Test
  void theGuestTscAtKvmclockZeroIsTheSameOnBothSides() {
    // "ofs[i] + tsc - guest * freq is the guest TSC value corresponding to a time of 0 in kvmclock"
    MigrationRecord destination = destination(123_456_789, SECOND, 0, KHZ, SECOND);
    Migration migration = computed(SOURCE, destination);

    long sourceZero = SOURCE.offsetCycles() + SOURCE.hostTscCycles() - 100 * 1_000 * KHZ;
    long destinationZero = migration.offsetCycles() + 123_456_789 - 101 * 1_000 * KHZ;

    assertThat(destinationZero).isEqualTo(sourceZero);
  }

  @Test
  void aMoveToTheSameHostChangesNothing() {
    MigrationRecord later =
        destination(3_601 * KHZ * 1_000, SECOND, 101 * KHZ * 1_000, KHZ, SECOND);

    Migration migration = computed(SOURCE, later);

    assertThat(migration.offsetCycles()).isEqualTo(SOURCE.offsetCycles());
    assertThat(migration.errorCycles()).isZero();
    assertThat(migration.continuity()).isEqualTo(Continuity.CONTINUOUS);
  }

  @Test
  void anOffsetBelowZeroIsTakenModuloTwoToThe64() {
    MigrationRecord destination = destination(-5, 0, 0, KHZ, 0);

    assertThat(computed(SOURCE, destination).offsetCycles()).isEqualTo(SOURCE.guestTscCycles() + 5);
  }

  @ParameterizedTest
  @CsvSource({
    "0, CONTINUOUS",
    "1004, CONTINUOUS",
    "-1004, CONTINUOUS",
    "1005, STEPPED_FORWARD",
    "-1005, STEPPED_BACKWARD"
  })
  void anErrorIsJudgedByItsBound(long errorCycles, Continuity expected) {
    // One second: 1 + 3 cycles for rounding, 1000 for a frequency that is known to a kilohertz.
    long guest = 101 * KHZ * 1_000 + errorCycles;
    Migration migration = computed(SOURCE, destination(1, SECOND, guest, KHZ, SECOND));

    assertThat(migration.boundCycles()).isEqualTo(1_004);
    assertThat(migration.errorCycles()).isEqualTo(errorCycles);
    assertThat(migration.continuity()).isEqualTo(expected);
    assertThat(migration.wentBack()).isFalse();
  }

  @Test
  void aStepIsToldInNanosecondsToo() {
    long guest = 101 * KHZ * 1_000 - 2_596_146;

    assertThat(computed(SOURCE, destination(1, SECOND, guest, KHZ, SECOND)).errorNanos())
        .isEqualTo(-1_000_000);
  }

  @Test
  void aGuestTscBelowItsLastValueWentBack() {
    Migration migration =
        computed(SOURCE, destination(1, SECOND, 100 * KHZ * 1_000 - 1, KHZ, SECOND));

    assertThat(migration.wentBack()).isTrue();
    assertThat(migration.continuity()).isEqualTo(Continuity.STEPPED_BACKWARD);
  }

  @Test
  void everyRefusalHasItsName() {
    assertThat(refusal(SOURCE, destination(1, SECOND, 0, KHZ + 1, SECOND)))
        .isEqualTo(Kind.FREQUENCY_MISMATCH);
    assertThat(refusal(SOURCE, destination(1, -1, 0, KHZ, SECOND)))
        .isEqualTo(Kind.DESTINATION_EARLIER);
    assertThat(refusal(SOURCE, destination(1, SECOND, 0, KHZ, -1)))
        .isEqualTo(Kind.KVMCLOCK_WENT_BACK);
    assertThat(refusal(SOURCE, destination(1, 10 * SECOND, 0, KHZ, 0)))
        .isEqualTo(Kind.CLOCKS_SET_MEANWHILE);
    assertThat(refusal(SOURCE, destination(1, 0, 0, KHZ, 10 * SECOND)))
        .isEqualTo(Kind.CLOCKS_SET_MEANWHILE);
    MigrationRecord full = new MigrationRecord(0, 0, -1, KHZ, 0, TscScale.NONE);
    MigrationRecord later = new MigrationRecord(0, SECOND, 0, KHZ, SECOND, TscScale.NONE);
    assertThat(refusal(full, later)).isEqualTo(Kind.GUEST_TSC_OVERFLOW);
    long ages = Long.MAX_VALUE;
    MigrationRecord first =
        new MigrationRecord(0, 0, 0, MigrationRecord.LARGEST_KILOHERTZ, 0, TscScale.NONE);
    MigrationRecord last =
        new MigrationRecord(0, ages, 0, MigrationRecord.LARGEST_KILOHERTZ, ages, TscScale.NONE);
    assertThat(refusal(first, last)).isEqualTo(Kind.ELAPSED_OVERFLOW);
  }

  @Test
  void aSlewOfRealtimeIsNoClockThatWasSet() {
    long day = 86_400 * SECOND;
    MigrationRecord slewed = destination(1, day, 0, KHZ, day - day / 2_000);

    assertThat(Migration.between(SOURCE, slewed)).isInstanceOf(MigrationAnswer.Computed.class);
  }

  @Test
  void aRecordOutOfRangeIsNotMade() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MigrationRecord(0, 0, 0, 0, 0, TscScale.NONE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MigrationRecord(0, 0, 0, 1L << 32, 0, TscScale.NONE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MigrationRecord(0, -1, 0, 1, 0, TscScale.NONE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MigrationRecord(0, 0, 0, 1, -1, TscScale.NONE));
    assertThatIllegalArgumentException().isThrownBy(() -> new TscScale(0, 48));
    assertThatIllegalArgumentException().isThrownBy(() -> new TscScale(1, 64));
  }

  @Test
  void tenThousandRandomMovesStayWithinHalfACycleOfExactArithmetic() {
    SplittableRandom random = new SplittableRandom(20_260_301);
    BigInteger million = BigInteger.valueOf(1_000_000);
    int moves = 0;
    while (moves < 10_000) {
      long khz = random.nextLong(1, random.nextBoolean() ? 5_000_000 : 1L << 32);
      long nanos = random.nextLong(1L << random.nextInt(1, 61));
      TscScale scale =
          random.nextBoolean()
              ? TscScale.NONE
              : new TscScale(random.nextLong() | 1, random.nextInt(1, 64));
      MigrationRecord source =
          new MigrationRecord(
              random.nextLong(),
              random.nextLong(1L << 61),
              random.nextLong(1L << 62),
              khz,
              random.nextLong(1L << 61),
              scale);
      MigrationRecord destination =
          new MigrationRecord(
              random.nextLong(),
              source.realtimeNanos() + nanos,
              random.nextLong(),
              khz,
              source.kvmclockNanos() + nanos,
              scale);
      BigInteger product = BigInteger.valueOf(nanos).multiply(BigInteger.valueOf(khz));
      if (product.divide(million).bitLength() > 62) {
        continue; // more cycles than fit: a refusal, which is another test's
      }
      moves++;
      Migration migration = computed(source, destination);

      // Twice the error in millionths of a cycle is at most a million.
      BigInteger cycles = BigInteger.valueOf(migration.elapsedCycles());
      assertThat(cycles.multiply(million).subtract(product).abs().shiftLeft(1))
          .isLessThanOrEqualTo(million);
      // The round trip: the destination's guest with that offset is the source's guest, gone on.
      BigInteger guest =
          unsigned(destination.hostTscCycles())
              .multiply(unsigned(scale.ratio()))
              .shiftRight(scale.fractionBits())
              .add(BigInteger.valueOf(migration.offsetCycles()));
      BigInteger wanted = unsigned(source.guestTscCycles()).add(cycles);
      assertThat(guest.subtract(wanted).mod(BigInteger.ONE.shiftLeft(64)))
          .isEqualTo(BigInteger.ZERO);
    }
  }

  /** True instants have fractions of a nanosecond, which kvmclock cuts off. */
  @Test
  void tenThousandRoundTripsOfTrueClocksStayWithinTheStatedBound() {
    SplittableRandom random = new SplittableRandom(7);
    BigInteger picosPerCycleUnit = BigInteger.TEN.pow(12);
    for (int i = 0; i < 10_000; i++) {
      long hertz = random.nextLong(1_000_000_000L, 5_000_000_000L);
      long khz = hertz / 1_000;
      long fromPicos = random.nextLong(1L << 50);
      long toPicos = fromPicos + random.nextLong(1L << random.nextInt(20, 58));
      BigInteger origin = BigInteger.valueOf(random.nextLong(1L << 60));
      BigInteger trueFrom = origin.add(product(fromPicos, hertz).divide(picosPerCycleUnit));
      BigInteger trueTo = origin.add(product(toPicos, hertz).divide(picosPerCycleUnit));
      MigrationRecord source =
          new MigrationRecord(
              random.nextLong(),
              EPOCH + fromPicos / 1_000,
              trueFrom.longValue(),
              khz,
              fromPicos / 1_000,
              TscScale.NONE);
      MigrationRecord destination =
          new MigrationRecord(
              random.nextLong(),
              EPOCH + toPicos / 1_000,
              trueTo.longValue(),
              khz,
              toPicos / 1_000,
              TscScale.NONE);

      Migration migration = computed(source, destination);

      assertThat(migration.continuity())
          .as("error %s, bound %s", migration.errorCycles(), migration.boundCycles())
          .isEqualTo(Continuity.CONTINUOUS);
      assertThat(migration.offsetCycles() - destination.offsetCycles())
          .isEqualTo(-migration.errorCycles());
    }
  }

  private static BigInteger product(long a, long b) {
    return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }
}
