package io.tscwatch.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service's unit, judged by systemd itself; no running systemd is needed. */
class UnitTest {
  private static final Path UNIT = Path.of("src/dist/root/lib/systemd/system/tscwatch.service");
  private static final String START = "ExecStart=/usr/bin/tscwatch ";

  @Test
  void theServiceIsExposedNoMoreThanTwoOutOfTen() throws Exception {
    Analysis analysis = analyze("security", "--offline=true", "--threshold=20", UNIT.toString());

    assertThat(analysis.exitCode()).as(analysis.output()).isZero();
    assertThat(analysis.output()).contains("Overall exposure level for tscwatch.service");
  }

  @Test
  void theUnitIsVerifiedWithoutAWarning(@TempDir Path folder) throws Exception {
    String unit = Files.readString(UNIT);
    assertThat(unit).contains(START);
    // The command is looked for on this machine, where tscwatch need not be installed.
    Path copy = folder.resolve("tscwatch.service");
    Files.writeString(copy, unit.replace(START, "ExecStart=/bin/true "));

    Analysis analysis = analyze("verify", "--man=no", copy.toString());

    assertThat(analysis.output()).isEmpty();
    assertThat(analysis.exitCode()).isZero();
  }

  private record Analysis(int exitCode, String output) {}

  private static Analysis analyze(String... arguments) throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "skipped: no systemd-analyze");
    List<String> command = new ArrayList<>(List.of("systemd-analyze"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Analysis(process.waitFor(), output);
  }
}
