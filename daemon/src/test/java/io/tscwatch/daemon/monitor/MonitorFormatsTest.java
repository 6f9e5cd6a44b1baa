package io.tscwatch.daemon.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.daemon.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MonitorFormatsTest {

  /** Monitoring Plugins Development Guidelines: {@code 'label'=value[UOM];[warn];[crit];...}. */
  private static final Pattern PERFORMANCE =
      Pattern.compile("[a-z_]+=(U|-?\\d+(\\.\\d+)?s?)(;[\\d.:~@]*){0,4}");

  @TempDir private Path folder;

  private record Run(int exitCode, String out) {}

  private static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    int exitCode =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(new StringWriter()))
            .execute(arguments);
    return new Run(exitCode, out.toString());
  }

  private static Standing standing(Verdict verdict, String reason, Standing.Found... findings) {
    return new Standing(
        Map.of(),
        verdict,
        false,
        reason,
        1_772_366_400_000_000_001L,
        OptionalLong.of(31),
        OptionalLong.of(1_000),
        OptionalLong.of(300_000_000),
        List.of(findings),
        List.of(
            new Standing.Cpu(0, OptionalInt.of(1), verdict, Optional.empty(), OptionalLong.of(-4)),
            new Standing.Cpu(
                1,
                OptionalInt.of(1),
                verdict,
                Optional.of(new Standing.Bounds(-15, 16)),
                OptionalLong.empty())));
  }

  @ParameterizedTest
  @CsvSource({
    "all-in-sync-2, 0, TSC OK",
    "one-cpu-500-ahead, 2, TSC CRITICAL",
    "no-msr, 0, TSC OK",
  })
  void theNagiosLineHasStatusTextAndPerformanceData(String scenario, int exitCode, String status) {
    Run run = run("check", "--simulate", scenario, "--format", "nagios");
    String first = run.out().lines().findFirst().orElseThrow();

    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(first).startsWith(status + " - [simulated: ");
    assertThat(first.split(" \\| ", -1)).hasSize(2);
    assertThat(first.split(" \\| ", -1)[1].split(" ", -1))
        .hasSizeGreaterThanOrEqualTo(4)
        .allMatch(value -> PERFORMANCE.matcher(value).matches());
  }

  @Test
  void performanceDataAreInSecondsWithTheThresholdOfTheSettings() {
    assertThat(NagiosLine.lines(standing(Verdict.RELIABLE, "Both agree | within\n31 ns.")))
        .containsExactly(
            "TSC OK - Both agree / within 31 ns. | agreement=0.000000031s;;0.000001000;0"
                + " widest=0.000000031s;;;0 cpus_unreliable=0;;0;0;2 cpus_unknown=0;0;;0;2"
                + " evidence_age=0.300000000s;;;0");
  }

  @Test
  void aPluginThatCannotAskIsUnknownWithinTheCodesOfItsKind() {
    Run nagios = run("status", "--url", "http://127.0.0.1:1", "--format", "nagios");
    Run npd = run("status", "--url", "http://127.0.0.1:1", "--format", "npd");

    assertThat(nagios.exitCode()).isEqualTo(3);
    assertThat(nagios.out()).startsWith("TSC UNKNOWN - no daemon answers at http://127.0.0.1:1");
    assertThat(npd.exitCode()).isEqualTo(2);
    assertThat(npd.out().strip().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(80);
  }

  @ParameterizedTest
  @EnumSource(Verdict.class)
  void theMessageForNodeProblemDetectorIsOneLineOfAtMostEightyBytes(Verdict verdict) {
    CpuSet many = CpuSet.parse("1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31,33,35,37,39,41,43,45");
    String message =
        ProblemMessage.of(
            standing(
                verdict,
                "Größe\nof it",
                new Standing.Found("skew.warp", "critical", many, "warp"),
                new Standing.Found("coverage.incomplete", "unknown", many, "gap")));

    assertThat(message.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(80);
    assertThat(message).doesNotContain("\n").matches("\\p{ASCII}+").startsWith("TSC is ");
    assertThat(ProblemMessage.exitCode(verdict))
        .isEqualTo(
            switch (verdict) {
              case RELIABLE -> 0;
              case UNRELIABLE -> 1;
              case UNKNOWN -> 2;
            });
  }

  @Test
  void theMessageNamesWhatAndWhereButNoNumberThatChanges() {
    Run run = run("check", "--simulate", "one-cpu-500-ahead", "--format", "npd");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .isEqualTo("[simulated: one CPU 500 cycles ahead] TSC is unreliable: skew.warp CPU 2\n");
  }

  @Test
  void thePrometheusTextHasNoTimeStampsAndEscapesItsLabels() {
    Standing real = standing(Verdict.UNRELIABLE, "x");
    Standing shown =
        new Standing(
            Map.of("simulated", "a \"b\" \\ c\nd"),
            real.verdict(),
            false,
            "x",
            0,
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            List.of(),
            real.cpus());

    assertThat(PrometheusText.lines(real))
        .contains(
            "tscwatch_verdict{verdict=\"unreliable\"} 1",
            "tscwatch_agreement_seconds 0.000000031",
            "tscwatch_package_cpus{package=\"1\",verdict=\"unreliable\"} 2",
            "tscwatch_offset_lower_seconds{cpu=\"1\"} -0.000000015",
            "tscwatch_tsc_adjust_cycles{cpu=\"0\"} -4")
        .filteredOn(line -> !line.startsWith("#"))
        .allMatch(line -> line.matches("[a-z_]+(\\{[^}]*})? -?[\\d.]+"));
    assertThat(PrometheusText.lines(shown))
        .contains("tscwatch_cpu_reliable{cpu=\"0\",simulated=\"a \\\"b\\\" \\\\ c\\nd\"} 0");
  }

  @Test
  void promtoolFindsNothingToSayOfTheTextfile() {
    Path promtool = Partner.require("promtool", "prometheus");
    String text = run("check", "--simulate", "one-cpu-500-ahead", "--format", "prometheus").out();
    Partner.Outcome outcome = Partner.run(text, promtool, "check", "metrics");

    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
  }

  /** {@code negate} is monitoring-plugins' own: it runs a plugin, and reads its code and text. */
  @Test
  void monitoringPluginsReadTheLine() throws Exception {
    Path negate = Partner.require("negate", "monitoring-plugins-common");
    Path plugin = folder.resolve("check_tsc");
    Run run = run("check", "--simulate", "one-cpu-500-ahead", "--format", "nagios");
    Files.writeString(folder.resolve("out"), run.out());
    Files.writeString(
        plugin, "#!/bin/sh\ncat " + folder.resolve("out") + "\nexit " + run.exitCode() + "\n");
    assertThat(plugin.toFile().setExecutable(true)).isTrue();

    Partner.Outcome outcome = Partner.run("", negate, "--substitute", "--critical=WARNING", plugin);

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).startsWith("TSC WARNING - ");
  }

  /**
   * Monitoring::Plugin is what plugins and graphers in Perl read performance data with; it leaves
   * out what is U.
   */
  @Test
  void thePerlReaderOfPerformanceDataGetsEveryValue() {
    Path perl = Partner.require("perl", "perl");
    Partner.Outcome there = Partner.run("", perl, "-MMonitoring::Plugin::Performance", "-e", "1");
    assumeTrue(
        there.exitCode() == 0,
        "Monitoring::Plugin (Debian: libmonitoring-plugin-perl) is missing: nothing tested");
    String first =
        run("check", "--simulate", "one-cpu-500-ahead", "--format", "nagios")
            .out()
            .lines()
            .findFirst()
            .orElseThrow();
    String script =
        "for my $p (Monitoring::Plugin::Performance->parse_perfstring(shift)) {"
            + " print $p->label, '=', $p->value, $p->uom // '', ' ',"
            + " $p->threshold->critical // '', qq(\\n) }";
    Partner.Outcome outcome =
        Partner.run(
            "",
            perl,
            "-MMonitoring::Plugin::Performance",
            "-e",
            script,
            first.substring(first.indexOf('|') + 1).strip());
    List<String> labels = new ArrayList<>();
    outcome.out().lines().forEach(line -> labels.add(line.replaceFirst("=.*", "")));

    assertThat(labels).containsSubsequence("widest", "cpus_unreliable", "cpus_unknown");
    assertThat(outcome.out()).contains("cpus_unreliable=1");
  }
}
