package io.tscwatch.checks.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.read.Reading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MsrDeviceTest {

  @TempDir Path cpuFolder;

  private Path cpu(int number) throws IOException {
    return Files.createDirectory(cpuFolder.resolve(Integer.toString(number)));
  }

  private void register(int cpu, long value) throws IOException {
    byte[] bytes = new byte[MsrDevice.TSC_ADJUST + Long.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(MsrDevice.TSC_ADJUST, value);
    Files.write(cpu(cpu).resolve("msr"), bytes);
  }

  private Reading<Long> read(int cpu) {
    return new MsrDevice(cpuFolder).read(cpu, MsrDevice.TSC_ADJUST);
  }

  @Test
  void theEightBytesAtTheRegistersNumberAreTheValue() throws IOException {
    register(0, 0x0102_0304_0506_0708L);
    register(1, -512);

    assertThat(read(0)).isEqualTo(Reading.present(0x0102_0304_0506_0708L));
    assertThat(read(1)).isEqualTo(Reading.present(-512L));
  }

  @Test
  void aRegisterThatFaultsIsAbsent() throws IOException {
    // Reading an unmapped address of this process fails with EIO, as RDMSR of a missing register
    // does.
    Files.createSymbolicLink(cpu(0).resolve("msr"), Path.of("/proc/self/mem"));

    assertThat(read(0)).isEqualTo(Reading.absent("CPU 0 has no register 0x3b (EIO)"));
  }

  @Test
  void foldersWithoutAnyMsrMeanThatTheModuleIsMissing() throws IOException {
    cpu(0);
    cpu(1);

    assertThat(read(0).whyNot().orElse("")).startsWith(MsrDevice.NO_DEVICE).contains("modprobe");
  }

  @Test
  void aMissingFolderMeansThatTheModuleIsMissing() {
    assertThat(new MsrDevice(cpuFolder.resolve("none")).read(3, 0x3b).whyNot().orElse(""))
        .startsWith(MsrDevice.NO_DEVICE);
  }

  @Test
  void aCpuWithoutDeviceAmongOthersIsOffline() throws IOException {
    register(0, 0);
    cpu(1);

    assertThat(read(1).whyNot().orElse("")).startsWith(MsrDevice.OFFLINE).contains("CPU 1");
    assertThat(read(7).whyNot().orElse("")).startsWith(MsrDevice.OFFLINE).contains("CPU 7");
  }

  @Test
  void aShortReadIsAFailure() throws IOException {
    Files.write(cpu(0).resolve("msr"), new byte[MsrDevice.TSC_ADJUST + 3]);

    assertThat(read(0)).isInstanceOf(Reading.Failed.class);
    assertThat(read(0).whyNot().orElse("")).contains("3 of 8 bytes");
  }

  @Test
  void eachErrnoHasItsOwnAnswer() {
    Path device = Path.of("/dev/cpu/5/msr");

    assertThat(MsrErrors.onOpen(LibC.ENXIO, 5, device, true).whyNot().orElse(""))
        .startsWith(MsrDevice.OFFLINE);
    assertThat(MsrErrors.onOpen(LibC.ENXIO, 5, device, false).whyNot().orElse(""))
        .startsWith(MsrDevice.NO_DEVICE);
    assertThat(MsrErrors.onOpen(LibC.EACCES, 5, device, true))
        .isInstanceOfSatisfying(
            Reading.Denied.class,
            denied -> assertThat(denied.remedy()).contains("read permission"));
    assertThat(MsrErrors.onOpen(LibC.EPERM, 5, device, true))
        .isInstanceOfSatisfying(
            Reading.Denied.class, denied -> assertThat(denied.remedy()).contains("CAP_SYS_RAWIO"));
    assertThat(MsrErrors.onOpen(LibC.EIO, 5, device, true))
        .isEqualTo(Reading.absent("CPU 5 has no model-specific registers"));
    assertThat(MsrErrors.onOpen(24, 5, device, true))
        .isInstanceOfSatisfying(
            Reading.Failed.class, failed -> assertThat(failed.reason()).contains("errno 24"));
    assertThat(MsrErrors.onRead(LibC.EPERM, 5, device, 0x3b)).isInstanceOf(Reading.Denied.class);
    assertThat(MsrErrors.onRead(LibC.ENXIO, 5, device, 0x3b).whyNot().orElse(""))
        .startsWith(MsrDevice.OFFLINE);
  }
}
