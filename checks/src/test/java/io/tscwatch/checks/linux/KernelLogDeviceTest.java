package io.tscwatch.checks.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.read.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelLogDeviceTest {

  @TempDir Path folder;

  @Test
  void aMissingDeviceIsAbsent() {
    Path device = folder.resolve("kmsg");

    assertThat(new KernelLogDevice(device).readAll()).isEqualTo(Reading.absent("no " + device));
  }

  @Test
  void aRestrictedLogSaysHowToGrantIt() {
    Reading<List<String>> reading = KernelLogTail.explain(LibC.EPERM, Path.of("/dev/kmsg"));

    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Denied.class, denied -> assertThat(denied.remedy()).contains("CAP_SYSLOG"));
  }

  @Test
  void recordsAreReadUntilThereAreNoMoreAndLossesAreCounted() throws IOException {
    Path device = Files.createFile(folder.resolve("kmsg"));
    try (KernelLogTail tail = new KernelLogDevice(device).follow().toOptional().orElseThrow()) {
      Files.writeString(device, "6,1,1000000,-;first\n");
      assertThat(tail.poll()).isEqualTo(Reading.present(List.of("[    1.000000] first")));
      assertThat(tail.poll()).isEqualTo(Reading.present(List.of()));

      Files.writeString(device, "6,5,2000000,-;fifth\n", java.nio.file.StandardOpenOption.APPEND);
      assertThat(tail.poll()).isEqualTo(Reading.present(List.of("[    2.000000] fifth")));
      assertThat(tail.lostRecords()).isEqualTo(3);
    }
  }

  @Test
  void aClosedLogFails() throws IOException {
    Path device = Files.createFile(folder.resolve("kmsg"));
    KernelLogTail tail = new KernelLogDevice(device).follow().toOptional().orElseThrow();
    tail.close();
    tail.close();

    assertThat(tail.poll()).isInstanceOf(Reading.Failed.class);
  }

  @Test
  void theRunningKernelsLogIsReadOrTheReasonIsGiven() {
    Reading<List<String>> reading = new KernelLogDevice().readAll();

    if (reading instanceof Reading.Present<List<String>> present) {
      assertThat(present.value())
          .isNotEmpty()
          .allMatch(line -> line.matches("\\[ *\\d+\\.\\d{6}\\] .*"));
    } else {
      assertThat(reading.whyNot().orElse("")).isNotBlank();
    }
  }
}
