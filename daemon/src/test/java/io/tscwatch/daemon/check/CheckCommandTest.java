package io.tscwatch.daemon.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.daemon.Main;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CheckCommandTest {

  @TempDir private Path folder;

  private static Run simulate(String scenario, String... more) {
    List<String> args = new ArrayList<>(List.of("check", "--simulate", scenario));
    args.addAll(List.of(more));
    return Run.of(args.toArray(String[]::new));
  }

  private static String golden(String name) throws Exception {
    try (var in = CheckCommandTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "all-in-sync-2, 0",
    "one-cpu-500-ahead, 2",
    "one-socket-behind, 2",
    "one-cpu-drifting-1ppm, 2",
    "adjust-differs-within-package, 2",
    "adjust-differs-between-packages-in-sync, 0",
    "adjust-differs-between-packages-out-of-sync, 2",
    "adjust-negative, 0",
    "no-msr, 0"
  })
  void theExitCodeIsTheVerdict(String scenario, int exitCode) {
    Run run = simulate(scenario);

    assertThat(run.exitCode()).as(run.out()).isEqualTo(exitCode);
    assertThat(run.out()).startsWith("TSC of the simulated machine \"");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void aWarningIsOneAndTooLittleEvidenceIsThree() {
    assertThat(simulate("one-cpu-500-ahead", "--tolerated-warp", "300ns").exitCode()).isEqualTo(1);
    assertThat(simulate("all-in-sync-2", "--cpus", "1").exitCode()).isEqualTo(3);
    assertThat(simulate("all-in-sync-2", "--max-skew", "1ns").exitCode()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--cpus    | 0,99   | --cpus 0,99: this machine has no CPU 99 (its CPUs are 0-1)",
        "--exclude | 7      | --exclude 7: this machine has no CPU 7 (its CPUs are 0-1)",
        "--pairs   | 0-9    | --pairs 0-9: pair 0-9: CPU 9 is not among the CPUs measured (0-1)",
        "--cpus    | x      | expected a list such as 0-3,8",
        "--cpus    | ''     | expected such as 0-3,8",
        "--exclude | 1-     | expected a list such as 0-3,8",
        "--pairs   | most   | expected auto, all, tree, or a list such as 0-1,0-5",
        "--sweeps  | 0      | a whole number in the range 1 to 10000",
        "--sweeps  | ten    | a whole number in the range 1 to 10000",
        "--budget  | 5      | in the range 10us to 1min",
        "--budget  | 1ns    | in the range 10us to 1min",
        "--max-skew       | 2s  | in the range 1ns to 1s",
        "--max-skew       | 0ns | in the range 1ns to 1s",
        "--tolerated-warp | 2us | in the range 0ns to 1us",
        "--format  | xml    | text, json, csv",
      })
  void aWrongValueIsToldWithItsOptionAndWhatIsAllowed(String option, String value, String said) {
    Run run = simulate("all-in-sync-2", option, value);

    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.err()).contains(option).contains(value).contains(said);
    assertThat(run.err().lines().count()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void whatExcludesEachOtherIsWrongUse() {
    assertThat(simulate("all-in-sync-2", "--replay", "x.zip").exitCode()).isEqualTo(64);
    assertThat(Run.of("check", "--record", "a", "--replay", "b").exitCode()).isEqualTo(64);
    Run measuring = Run.of("check", "--replay", "x.zip", "--sweeps", "9");
    assertThat(measuring.exitCode()).isEqualTo(64);
    assertThat(measuring.err()).contains("--sweeps cannot be given with --replay");
  }

  @Test
  void aScenarioThatIsNotThereOrNotValidIsToldApart() throws Exception {
    Run missing = simulate("no-such-scenario");
    assertThat(missing.exitCode()).isEqualTo(66);
    assertThat(missing.err()).contains("one-cpu-500-ahead");
    Path wrong = folder.resolve("wrong.yaml");
    Files.writeString(wrong, "name: x\nmachine: {packages: many}\n");
    Run invalid = simulate(wrong.toString());
    assertThat(invalid.exitCode()).isEqualTo(65);
    assertThat(invalid.err()).contains("wrong.yaml").contains("packages");
  }

  @Test
  void theTextBeginsWithTheVerdictAndEndsWithHowItWasMeasured() throws Exception {
    assertThat(simulate("one-cpu-500-ahead").out()).isEqualTo(golden("one-cpu-500-ahead.txt"));
    assertThat(simulate("all-in-sync-2").out()).isEqualTo(golden("all-in-sync-2.txt"));
  }

  @Test
  void csvHasALineForEveryPairWithItsBounds() {
    List<String> lines = simulate("one-cpu-500-ahead", "--format", "csv").out().lines().toList();

    assertThat(lines).hasSize(1 + 6);
    assertThat(lines.get(0))
        .isEqualTo(
            "cpu,against,distance,lower_cycles,upper_cycles,estimate_cycles,lower_ns,upper_ns,"
                + "estimate_ns");
    assertThat(lines.subList(1, 7)).extracting(line -> line.split(",", -1).length).containsOnly(9);
    String[] warp =
        lines.stream()
            .filter(line -> line.startsWith("2,0,"))
            .findFirst()
            .orElseThrow()
            .split(",", -1);
    assertThat(warp[2]).isEqualTo("llc");
    assertThat(Long.parseLong(warp[3])).isBetween(400L, 500L);
    assertThat(Long.parseLong(warp[4])).isBetween(500L, 600L);
  }

  @Test
  void oneCpuOf2048OnSixteenPackagesThatIsSixtyNanosecondsOffIsNamed() {
    Run run = simulate("2048-cpus-16-packages-one-60ns-off");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).contains("The TSC of CPU 1027 is ahead of CPUs 0-1026,1028-2047 by");
    assertThat(run.out()).containsOnlyOnce("  critical ");
    assertThat(run.out()).contains("The other 2047 CPUs are RELIABLE.");
  }

  static Stream<CommandLine> commands() {
    return withSubcommands(Main.commandLine())
        .filter(command -> command.getSubcommands().isEmpty());
  }

  private static Stream<CommandLine> withSubcommands(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(CheckCommandTest::withSubcommands));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theHelpOfEveryCommandHasExamplesAndExitCodes(CommandLine command) {
    String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);

    assertThat(help).containsPattern("Examples?:");
    assertThat(help).contains("  " + command.getCommandSpec().qualifiedName());
    assertThat(help).as("exit codes").contains("Exit codes:");
  }

  @Test
  void theRealMachineIsMeasuredOnEveryPlatformThatRunsTheTests() {
    Run run = Run.of("check", "--sweeps", "2");

    assertThat(run.exitCode()).as(run.err()).isBetween(0, 3);
    assertThat(run.out()).startsWith("TSC of this machine: ");
  }
}
