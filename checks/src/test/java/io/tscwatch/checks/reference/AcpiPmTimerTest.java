package io.tscwatch.checks.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AcpiPmTimerTest {

  private static final int REDUCED = 1 << 20;
  private static final int EXTENDED_VALUE = 1 << 8;

  private static ByteBuffer table(int length, int port, int flags) {
    ByteBuffer table = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    table.put(new byte[] {'F', 'A', 'C', 'P'}).putInt(length);
    table.putInt(76, port).put(91, (byte) 4).putInt(112, flags);
    return table;
  }

  @Test
  void theOldFieldServesWhereThereIsNoNewOne() {
    assertThat(AcpiPmTimer.parse(table(116, 0x608, 0).array()))
        .contains(new AcpiPmTimer(0x608, 24));
  }

  @Test
  void theNewFieldCountsBeforeTheOldOne() {
    ByteBuffer table = table(244, 0x608, EXTENDED_VALUE);
    table.put(208, (byte) 1).putLong(212, 0x1808);
    assertThat(AcpiPmTimer.parse(table.array())).contains(new AcpiPmTimer(0x1808, 32));
  }

  @Test
  void aTimerInMemorySpaceIsNotReadAsAPort() {
    ByteBuffer table = table(244, 0, 0);
    table.put(208, (byte) 0).putLong(212, 0xfed00000L);
    assertThat(AcpiPmTimer.parse(table.array())).isEmpty();
  }

  @Test
  void hardwareReducedMachinesHaveNone() {
    assertThat(AcpiPmTimer.parse(table(244, 0x608, REDUCED).array())).isEmpty();
  }

  @Test
  void whatIsNoSuchTableIsNotRead() {
    assertThat(AcpiPmTimer.parse(new byte[0])).isEqualTo(Optional.empty());
    assertThat(AcpiPmTimer.parse(new byte[300])).isEmpty();
    assertThat(AcpiPmTimer.parse(table(116, 0, 0).array())).isEmpty();
  }

  @Test
  void aShortTableThatClaimsToBeLongIsReadAsFarAsItGoes() {
    ByteBuffer table = table(116, 0x408, 0);
    table.putInt(4, 244);
    assertThat(AcpiPmTimer.parse(table.array())).contains(new AcpiPmTimer(0x408, 24));
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
