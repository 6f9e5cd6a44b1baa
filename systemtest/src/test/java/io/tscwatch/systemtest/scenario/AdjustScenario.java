package io.tscwatch.systemtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tscwatch.systemtest.guest.GuestMachine;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * TSC_ADJUST through the kernel's own msr device, then through files mounted over it: the emulated
 * register reads 0 and ignores writes.
 */
@Scenario
@Order(44)
@DisplayName("6. TSC_ADJUST through the msr device, and through files in its place")
class AdjustScenario {

  /** Where the files are that the service sees as /dev/cpu. */
  private static final String FILES = "/run/systemtest/cpu";

  /** MSR 0x3b; the file offset of msr(4) is the register's number. */
  private static final int TSC_ADJUST = 0x3b;

  private static Service service;

  @BeforeAll
  static void boot() throws IOException, InterruptedException {
    service = Service.on(GuestMachine.USUAL);
  }

  /** What the register of CPU 0, 1, ... reads from now on. */
  private static Instant write(long... cycles) throws InterruptedException {
    Instant before = service.now();
    StringBuilder script = new StringBuilder();
    for (int cpu = 0; cpu < cycles.length; cpu++) {
      StringBuilder bytes = new StringBuilder();
      for (int at = 0; at < Long.SIZE; at += Byte.SIZE) {
        bytes.append("\\x%02x".formatted(cycles[cpu] >>> at & 0xff));
      }
      // One write of eight bytes: a reader sees the old value or the new one.
      script.append(
          """
          mkdir -p %1$s/%2$d
          printf '%3$s' | dd bs=8 conv=notrunc status=none oflag=seek_bytes seek=%4$d of=%1$s/%2$d/msr
          """
              .formatted(FILES, cpu, bytes, TSC_ADJUST));
    }
    service.guest().succeed(script.toString());
    return before;
  }

  @Test
  @Order(1)
  void theRealDeviceReadsZeroOnEveryCpu() throws InterruptedException {
    Judgement status = service.status();

    assertThat(status.tscAdjust()).containsExactly("0", "0", "0", "0");
    assertThat(status.codes()).noneMatch(code -> code.startsWith("adjust."));
  }

  /**
   * CPUID does not promise the register here, so that without the right to read it nothing speaks
   * for one.
   */
  @Test
  @Order(2)
  void aCheckWithoutTheRightToReadItSaysUnknownAndNotZero() throws InterruptedException {
    Judgement check =
        Judgement.of(
            service
                .guest()
                .run(
                    "setpriv --reuid=nobody --clear-groups --"
                        + " tscwatch check --format json --sweeps 1"));

    assertThat(check.codes()).contains("adjust.unsupported");
    assertThat(check.tscAdjust()).isEqualTo(Collections.nCopies(4, "null"));
    check.assertInSync(4);
  }

  @Test
  @Order(3)
  void aValueThatChangesIsAFindingAndSoIsADifferenceWithinAPackage() throws InterruptedException {
    write(0, 0, 0, 0);
    // What is no more so has not to be so for half a minute before that is said.
    service.write(Service.LARGER_SHARE, "verdict: { clear-after: 3s }");
    service.use("BindReadOnlyPaths=" + FILES + ":/dev/cpu");
    Instant before = write(0, 0, 0, 5000);

    Judgement status = service.awaitFinding("adjust.package-mismatch");
    assertThat(status.tscAdjust()).containsExactly("0", "0", "0", "5000");
    for (String code : List.of("adjust.changed", "adjust.package-mismatch")) {
      JsonNode finding = status.finding(code);
      assertThat(finding.path("cpus")).extracting(JsonNode::asInt).containsExactly(3);
      assertThat(finding.path("sentence").asText()).contains("5000");
      assertThat(service.assertRaised(code, before))
          .extracting(entry -> entry.path("TSCWATCH_CPU").asText())
          .containsExactly("3");
    }
    status.assertNotUnreliable();
  }

  @Test
  @Order(4)
  void aDifferenceBetweenPackagesThatAreInSyncIsLegal() throws InterruptedException {
    Instant before = write(0, 0, 5000, 5000);

    Judgement status = service.awaitFinding("adjust.packages-differ");
    JsonNode finding = status.finding("adjust.packages-differ");
    assertThat(finding.path("severity").asText()).isEqualTo("info");
    assertThat(finding.path("sentence").asText()).contains("legal");
    service.assertRaised("adjust.packages-differ", before);
    service.awaitNoFinding("adjust.package-mismatch").assertNotUnreliable();
    service.assertCleared("adjust.package-mismatch", before);
  }

  @Test
  @Order(5)
  void aNegativeValueOnEveryCpuIsAWarningAboutTheBootCpu() throws InterruptedException {
    Instant before = write(-77, -77, -77, -77);

    Judgement status = service.awaitFinding("adjust.boot-nonzero");
    JsonNode finding = status.finding("adjust.boot-nonzero");
    assertThat(finding.path("severity").asText()).isEqualTo("warning");
    assertThat(finding.path("sentence").asText()).contains("-77 cycles");
    service.assertRaised("adjust.boot-nonzero", before);
    service.awaitNoFinding("adjust.packages-differ").assertNotUnreliable();
  }

  @Test
  @Order(6)
  void theHistoryHasEveryChangeOnce() throws InterruptedException {
    // A look may fall between the writes of two CPUs: then they are two events.
    List<Integer> changed =
        service.history("tsc-adjust-changed", Instant.EPOCH).stream()
            .flatMap(event -> StreamSupport.stream(event.path("cpus").spliterator(), false))
            .map(JsonNode::asInt)
            .toList();
    assertThat(changed).startsWith(3, 2).hasSize(6);
    assertThat(changed.subList(2, 6)).containsExactlyInAnyOrder(0, 1, 2, 3);
    service.assertNeverUnreliable(Instant.EPOCH);
  }
}
