package io.tscwatch.checks.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class VmclockPageTest {

  private static ByteBuffer page(int bytes) {
    return ByteBuffer.allocate(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0, 0x4b4c4356)
        .putInt(4, 4096)
        .putShort(8, (short) 1)
        .put(10, (byte) 1)
        .putInt(12, 6)
        .putLong(16, 0x1234_5678_9abcL)
        .putLong(24, 1 << 8 | 1 << 2)
        .put(34, (byte) 4);
  }

  @Test
  void aPageTellsTheDisruptionMarkerAndTheStatus() {
    byte[] bytes = page(4096).putLong(104, 42).array();

    VmclockPage page = VmclockPage.decode(bytes).toOptional().orElseThrow();

    assertThat(page)
        .isEqualTo(
            new VmclockPage(
                6,
                0x1234_5678_9abcL,
                0x104,
                VmclockPage.Status.UNRELIABLE,
                true,
                OptionalLong.of(42)));
    assertThat(page.disruptionAnnounced()).isTrue();
  }

  @Test
  void aPageOfTheFirstVersionHasNoGeneration() {
    VmclockPage page =
        VmclockPage.decode(page(104).put(34, (byte) 9).array()).toOptional().orElseThrow();

    assertThat(page.vmGeneration()).isEmpty();
    assertThat(page.status()).isEqualTo(VmclockPage.Status.OTHER);
  }

  @Test
  void whatIsNotAPageIsRefused() {
    assertThat(VmclockPage.decode(new byte[104]).whyNot().orElse("")).contains("not a vmclock");
    assertThat(VmclockPage.decode(new byte[103]).whyNot().orElse("")).contains("103 of 104");
    assertThat(VmclockPage.decode(page(104).putInt(12, 7).array()).whyNot().orElse(""))
        .contains("being updated");
    assertThat(VmclockPage.decode(page(104).putShort(8, (short) 2).array()).whyNot().orElse(""))
        .contains("version 1");
  }
}
