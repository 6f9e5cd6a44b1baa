package io.tscwatch.checks.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AcpiPmTimerTest {

  private static final int REDUCED = 1 << 20;
  private static final int EXTENDED_VALUE = 1 << 8;

  private static byte[] table(int length, int port, int flags) {
    byte[] bytes = new byte[length];
    ByteBuffer table = in(bytes);
    table.put(new byte[] {'F', 'A', 'C', 'P'}).putInt(length);
    table.putInt(76, port).put(91, (byte) 4).putInt(112, flags);
    return bytes;
  }

  private static ByteBuffer in(byte[] table) {
    return ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void theOldFieldServesWhereThereIsNoNewOne() {
    assertThat(AcpiPmTimer.parse(table(116, 0x608, 0))).contains(new AcpiPmTimer(0x608, 24));
  }

  @Test
  void theNewFieldCountsBeforeTheOldOne() {
    byte[] table = table(244, 0x608, EXTENDED_VALUE);
    in(table).put(208, (byte) 1).putLong(212, 0x1808);
    assertThat(AcpiPmTimer.parse(table)).contains(new AcpiPmTimer(0x1808, 32));
  }

  @Test
  void aTimerInMemorySpaceIsNotReadAsAPort() {
    byte[] table = table(244, 0, 0);
    in(table).put(208, (byte) 0).putLong(212, 0xfed00000L);
    assertThat(AcpiPmTimer.parse(table)).isEmpty();
  }

  @Test
  void hardwareReducedMachinesHaveNone() {
    assertThat(AcpiPmTimer.parse(table(244, 0x608, REDUCED))).isEmpty();
  }

  @Test
  void whatIsNoSuchTableIsNotRead() {
    assertThat(AcpiPmTimer.parse(new byte[0])).isEqualTo(Optional.empty());
    assertThat(AcpiPmTimer.parse(new byte[300])).isEmpty();
    assertThat(AcpiPmTimer.parse(table(116, 0, 0))).isEmpty();
  }

  @Test
  void aShortTableThatClaimsToBeLongIsReadAsFarAsItGoes() {
    byte[] table = table(116, 0x408, 0);
    in(table).putInt(4, 244);
    assertThat(AcpiPmTimer.parse(table)).contains(new AcpiPmTimer(0x408, 24));
  }

  @Test
  void theHpetTellsItsPeriodAndItsWidth() {
    assertThat(HpetCapability.parse(0x0429b17f8086a701L))
        .contains(new HpetCapability(69_841_279, 64));
    assertThat(HpetCapability.parse(0x0429b17f80868701L))
        .contains(new HpetCapability(69_841_279, 32));
    assertThat(HpetCapability.parse(-1L)).isEmpty();
    assertThat(HpetCapability.parse(0L)).isEmpty();
    assertThat(TickRate.ofPeriodFemtos(69_841_279).hertz()).isEqualTo(14_318_180);
  }
}
