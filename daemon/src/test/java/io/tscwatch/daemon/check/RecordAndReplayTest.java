package io.tscwatch.daemon.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordAndReplayTest {

  @TempDir private Path folder;

  private static String withoutLabel(String json) {
    String without = json.replaceFirst("(?s)\"machine\" : \\{.*?\\},", "");
    assertThat(without).isNotEqualTo(json);
    return without;
  }

  private Path record(String... args) {
    Path file = folder.resolve("machine.zip");
    String[] all = Arrays.copyOf(args, args.length + 3);
    all[args.length] = "--record";
    all[args.length + 1] = file.toString();
    all[args.length + 2] = "--quiet";
    Run run = Run.of(all);
    assertThat(run.exitCode()).as(run.err()).isLessThan(64);
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"everything", "one-cpu-drifting-1ppm", "starved-probe"})
  void aReplayOfASimulatedMachineSaysTheSame(String scenario) {
    Path file = folder.resolve("machine.zip");
    Run recorded =
        Run.of(
            "check",
            "--simulate",
            scenario,
            "--record",
            file.toString(),
            "--format",
            "json",
            "--sweeps",
            "3",
            "--tolerated-warp",
            "10ns");
    Run replayed = Run.of("check", "--replay", file.toString(), "--format", "json");

    assertThat(withoutLabel(replayed.out())).isEqualTo(withoutLabel(recorded.out()));
    assertThat(replayed.exitCode()).isEqualTo(recorded.exitCode());
    assertThat(replayed.out()).contains("\"kind\" : \"replayed\"");
  }

  @Test
  void aReplayOfTheRealMachineSaysTheSame() {
    Path file = folder.resolve("machine.zip");
    Run recorded = Run.of("check", "--record", file.toString(), "--format", "json");
    Run replayed = Run.of("check", "--replay", file.toString(), "--format", "json");

    assertThat(withoutLabel(replayed.out())).isEqualTo(withoutLabel(recorded.out()));
  }

  @Test
  void aReplayMayBeJudgedByOtherLimits() {
    Path file = record("check", "--simulate", "one-cpu-500-ahead");

    assertThat(Run.of("check", "--replay", file.toString()).exitCode()).isEqualTo(2);
    assertThat(Run.of("check", "--replay", file.toString(), "--tolerated-warp", "300ns").exitCode())
        .isEqualTo(1);
    // Measured by the recorded limits, or it would ask for retries that nobody recorded.
    assertThat(Run.of("check", "--replay", file.toString(), "--max-skew", "10ns").exitCode())
        .isEqualTo(2);
    Run recordedLimit = Run.of("check", "--replay", file.toString(), "--tolerated-warp", "2us");
    assertThat(recordedLimit.exitCode()).isEqualTo(64);
  }

  @Test
  void aDamagedRecordIsRefusedWithAReason() throws Exception {
    Path file = record("check", "--simulate", "all-in-sync-2");
    byte[] bytes = Files.readAllBytes(file);
    Path cut = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(bytes, bytes.length / 2));
    bytes[bytes.length / 3] ^= 1;
    Path changed = Files.write(folder.resolve("changed.zip"), bytes);

    for (Path damaged : new Path[] {cut, changed}) {
      Run run = Run.of("check", "--replay", damaged.toString());
      assertThat(run.exitCode()).as(run.err()).isEqualTo(65);
      assertThat(run.err()).startsWith("tscwatch: " + damaged);
      assertThat(run.err().lines().count()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void aRecordThatIsMissingIsNoInput() {
    Run run = Run.of("check", "--replay", folder.resolve("none.zip").toString());

    assertThat(run.exitCode()).isEqualTo(66);
    assertThat(run.err()).contains("no such file");
  }

  @Test
  void aRecordIsNeverOverwrittenAndNothingIsMeasuredForIt() throws Exception {
    Path file = Files.writeString(folder.resolve("precious.zip"), "precious");

    Run run = Run.of("check", "--simulate", "all-in-sync-2", "--record", file.toString());

    assertThat(run.exitCode()).isEqualTo(73);
    assertThat(run.out()).isEmpty();
    assertThat(file).hasContent("precious");
    Path nowhere = folder.resolve("none/r.zip");
    assertThat(Run.of("check", "--record", nowhere.toString()).exitCode()).isEqualTo(73);
  }
}
