package io.tscwatch.systemtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tscwatch.systemtest.guest.Guest;
import io.tscwatch.systemtest.guest.GuestMachine;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * TSC_ADJUST through the kernel's own msr device, then through files mounted over it: the emulated
 * register reads 0 and ignores writes.
 */
@Tag("system")
@DisplayName("TSC_ADJUST through the msr device")
class AdjustScenario {

  /** MSR 0x3b; the file offset of msr(4) is the register's number. */
  private static final int TSC_ADJUST = 0x3b;

  private static Guest guest;

  @BeforeAll
  static void boot() throws IOException, InterruptedException {
    guest = Guest.boot(GuestMachine.withoutService(GuestMachine.CONSTANT_TSC, 2, 2));
  }

  @AfterAll
  static void end() {
    Guest.end(guest);
  }

  /** A check of a machine whose CPUs 0-1 (one package) and 2-3 (the other) have these values. */
  private static CheckOutput checkWith(long... cycles) throws InterruptedException {
    StringBuilder script = new StringBuilder("rm -rf /tmp/cpu\n");
    for (int cpu = 0; cpu < cycles.length; cpu++) {
      script.append("mkdir -p /tmp/cpu/").append(cpu).append("\nprintf '");
      for (int at = 0; at < Long.SIZE; at += Byte.SIZE) {
        script.append("\\x%02x".formatted(cycles[cpu] >>> at & 0xff));
      }
      script
          .append("' | dd bs=1 status=none seek=")
          .append(TSC_ADJUST)
          .append(" of=/tmp/cpu/")
          .append(cpu)
          .append("/msr\n");
    }
    // The mount is seen by this command only, and ends with it.
    script.append(
        "unshare --mount sh -c 'mount --bind /tmp/cpu /dev/cpu &&"
            + " exec tscwatch check --format json --sweeps 1'");
    return CheckOutput.of(guest.run(script.toString()));
  }

  @Test
  void theRealDeviceReadsZeroOnEveryCpu() throws InterruptedException {
    CheckOutput check = CheckOutput.of(guest, "--sweeps 1");

    for (JsonNode cpu : check.cpus()) {
      assertThat(cpu.path("tscAdjustCycles").asText()).isEqualTo("0");
    }
    assertThat(check.codes()).noneMatch(code -> code.startsWith("adjust."));
  }

  /**
   * CPUID does not promise the register here, so that without the device nothing speaks for one.
   */
  @Test
  void withoutTheModuleItIsUnknownAndNotZero() throws InterruptedException {
    assertUnknown(
        "modprobe -r msr && tscwatch check --format json --sweeps 1; code=$?;"
            + " modprobe msr; exit $code");
  }

  @Test
  void withoutTheRightToReadItIsUnknownAndNotZero() throws InterruptedException {
    assertUnknown(
        "setpriv --reuid=nobody --clear-groups -- tscwatch check --format json --sweeps 1");
  }

  private static void assertUnknown(String script) throws InterruptedException {
    CheckOutput check = CheckOutput.of(guest.run(script));

    assertThat(check.codes()).contains("adjust.unsupported");
    assertThat(check.cpus()).allMatch(cpu -> cpu.path("tscAdjustCycles").isNull());
  }

  @Test
  void aValueOtherThanZeroOnTheBootCpuIsAWarning() throws InterruptedException {
    JsonNode finding = checkWith(-77, -77, -77, -77).finding("adjust.boot-nonzero");

    assertThat(finding.path("severity").asText()).isEqualTo("warning");
    assertThat(finding.path("sentence").asText()).contains("-77 cycles");
  }

  @Test
  void aDifferenceWithinAPackageIsAFindingAboutThatCpu() throws InterruptedException {
    CheckOutput check = checkWith(0, 0, 0, 5000);

    JsonNode finding = check.finding("adjust.package-mismatch");
    assertThat(finding.path("cpus")).extracting(JsonNode::asInt).containsExactly(3);
    assertThat(finding.path("sentence").asText()).contains("5000");
    assertThat(check.verdict()).isNotEqualTo("UNRELIABLE");
  }

  @Test
  void aDifferenceBetweenPackagesThatAreInSyncIsLegal() throws InterruptedException {
    CheckOutput check = checkWith(0, 0, 5000, 5000);

    JsonNode finding = check.finding("adjust.packages-differ");
    assertThat(finding.path("severity").asText()).isEqualTo("info");
    assertThat(finding.path("sentence").asText()).contains("legal");
    assertThat(check.codes()).doesNotContain("adjust.package-mismatch", "adjust.boot-nonzero");
  }
}
