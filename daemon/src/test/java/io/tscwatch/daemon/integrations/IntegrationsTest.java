package io.tscwatch.daemon.integrations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.config.AlertTarget;
import io.tscwatch.config.SettingsSource;
import io.tscwatch.daemon.WatchFixture;
import io.tscwatch.daemon.alert.state.AlertsState;
import io.tscwatch.daemon.alert.state.TargetState;
import io.tscwatch.daemon.metrics.MetricSource;
import io.tscwatch.daemon.metrics.Metrics;
import io.tscwatch.daemon.monitor.Partner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

class IntegrationsTest {

  private static final Path DIST = Path.of("src/dist").toAbsolutePath();
  private static final Path RULES = DIST.resolve("prometheus/tscwatch.rules.yml");
  private static final Pattern METRIC = Pattern.compile("\\btscwatch_[a-z0-9_]+");

  /** Those that only {@code --format prometheus} has, since the daemon's are always fresh. */
  private static final Set<String> OF_THE_TEXTFILE = Set.of("tscwatch_asof_timestamp_seconds");

  @TempDir private Path folder;

  @Test
  void theRulesAreValidAndPassTheirOwnTests() {
    Path promtool = Partner.require("promtool", "prometheus");
    Partner.Outcome check = Partner.run("", promtool, "check", "rules", RULES);
    Partner.Outcome test =
        Partner.run(
            "", promtool, "test", "rules", DIST.resolve("prometheus/tscwatch.rules.test.yml"));
    Partner.Outcome config =
        Partner.run("", promtool, "check", "config", DIST.resolve("prometheus/prometheus.yml"));

    assertThat(check.exitCode()).as(check.out()).isZero();
    assertThat(check.out()).contains("12 rules found");
    assertThat(test.exitCode()).as(test.out()).isZero();
    assertThat(config.exitCode()).as(config.out()).isZero();
  }

  @Test
  void everyRuleIsTested() throws IOException {
    String tests = Files.readString(DIST.resolve("prometheus/tscwatch.rules.test.yml"));
    Matcher names = Pattern.compile("- (?:alert|record): (\\S+)").matcher(Files.readString(RULES));
    List<String> untested = new ArrayList<>();
    while (names.find()) {
      if (!tests.contains(names.group(1))) {
        untested.add(names.group(1));
      }
    }

    assertThat(untested).containsExactly("tscwatch:fleet:findings");
  }

  @Test
  void theAlertmanagersConfigurationIsValidAndRoutesAsItSays() {
    Path amtool = Partner.require("amtool", "prometheus-alertmanager");
    Path file = DIST.resolve("alertmanager/alertmanager.yml");
    Partner.Outcome check = Partner.run("", amtool, "check-config", file);

    assertThat(check.exitCode()).as(check.out()).isZero();
    assertThat(route(amtool, file, "alertname=TscUnreliable", "severity=critical"))
        .isEqualTo("pager");
    assertThat(route(amtool, file, "alertname=TscSkewWarp", "severity=critical"))
        .isEqualTo("pager");
    assertThat(route(amtool, file, "alertname=TscFinding", "severity=warning"))
        .isEqualTo("tickets");
    assertThat(route(amtool, file, "alertname=TscSkewWarp", "severity=critical", "simulated=x"))
        .isEqualTo("nobody");
    assertThat(route(amtool, file, "alertname=DiskFull", "severity=critical")).isEqualTo("nobody");
  }

  private static String route(Path amtool, Path file, String... labels) {
    List<Object> command = new ArrayList<>(List.of(amtool, "config", "routes", "test"));
    command.add("--config.file=" + file);
    command.addAll(List.of(labels));
    // Before it stands a warning that one option overrides another's default.
    return Partner.run("", command.toArray()).out().strip().replaceFirst("(?s).*\n", "");
  }

  @Test
  void everyMetricThatRulesAndDashboardNameIsThere() throws IOException {
    Set<String> there = new TreeSet<>(OF_THE_TEXTFILE);
    for (String scenario : List.of("one-cpu-500-ahead", "all-in-sync-2")) {
      metrics(scenario)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> there.addAll(names(line)));
    }
    Set<String> wanted = new TreeSet<>();
    for (JsonNode expression : expressions()) {
      wanted.addAll(names(expression.asString()));
    }
    for (JsonNode group : new YAMLMapper().readTree(Files.readString(RULES)).path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        wanted.addAll(names(rule.path("expr").asString()));
        wanted.addAll(names(rule.path("annotations").path("description").asString("")));
      }
    }

    assertThat(wanted).hasSizeGreaterThan(15);
    assertThat(there).containsAll(wanted);
  }

  @Test
  void everyQueryOfTheDashboardIsPromQl() throws IOException {
    Path promtool = Partner.require("promtool", "prometheus");
    StringBuilder rules = new StringBuilder("groups:\n- name: panels\n  rules:\n");
    int count = 0;
    for (JsonNode expression : expressions()) {
      String query =
          expression
              .asString()
              .replace("$__rate_interval", "5m")
              .replace("$instance", ".*")
              .replace("'", "''");
      rules.append("  - {record: 'q" + count++ + "', expr: '").append(query).append("'}\n");
    }
    Path file = Files.writeString(folder.resolve("panels.yml"), rules);
    Partner.Outcome outcome = Partner.run("", promtool, "check", "rules", file);

    assertThat(count).isGreaterThan(15);
    assertThat(outcome.exitCode()).as(outcome.out()).isZero();
  }

  private static List<JsonNode> expressions() throws IOException {
    List<JsonNode> expressions = new ArrayList<>();
    JsonNode dashboard =
        JsonMapper.shared().readTree(Files.readString(DIST.resolve("grafana/tscwatch.json")));
    for (JsonNode panel : dashboard.path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        expressions.add(target.path("expr"));
      }
    }
    return expressions;
  }

  private static Set<String> names(String text) {
    return METRIC.matcher(text).results().map(result -> result.group()).collect(Collectors.toSet());
  }

  /** Of a machine, with a target that is told of it. */
  private static String metrics(String scenario) {
    WatchStatus status = WatchFixture.of(scenario);
    TargetState target =
        new TargetState(
            "ops",
            AlertTarget.Type.WEBHOOK,
            1,
            0,
            0,
            0,
            1,
            OptionalLong.of(WatchFixture.STARTED),
            Optional.empty());
    MetricSource source =
        new MetricSource(
            Origin.THIS_MACHINE,
            () -> Optional.of(status),
            () -> true,
            () -> true,
            () -> new AlertsState(1, List.of(target)),
            Optional::empty);
    return new String(new Metrics("1", source).scrape(), UTF_8);
  }

  @Test
  void nodeProblemDetectorIsToldItsOwnLimits() throws IOException {
    JsonNode monitor =
        JsonMapper.shared()
            .readTree(
                Files.readString(DIST.resolve("node-problem-detector/tscwatch-monitor.json")));

    assertThat(monitor.path("plugin").asString()).isEqualTo("custom");
    assertThat(monitor.path("pluginConfig").path("max_output_length").asInt()).isEqualTo(80);
    JsonNode rule = monitor.path("rules").path(0);
    assertThat(rule.path("condition").asString())
        .isEqualTo(monitor.path("conditions").path(0).path("type").asString());
    assertThat(rule.path("args").path(2).asString()).isEqualTo("npd");
  }

  /** kubeconform is not in Debian: that every field exists is not shown here. */
  @Test
  void theDaemonSetHasNoPrivilegeAndItsSettingsAreValid() throws Exception {
    String[] documents =
        Files.readString(DIST.resolve("kubernetes/tscwatch.yaml")).split("(?m)^---$");
    List<JsonNode> objects =
        Stream.of(documents).map(text -> new YAMLMapper().readTree(text)).toList();
    JsonNode pod = objects.get(2).path("spec").path("template").path("spec");
    JsonNode container = pod.path("containers").path(0);
    JsonNode security = container.path("securityContext");
    Path settings =
        Files.writeString(
            folder.resolve("tscwatch.yaml"),
            objects.get(1).path("data").path("tscwatch.yaml").asString());

    assertThat(objects)
        .extracting(o -> o.path("kind").asString())
        .containsExactly("Namespace", "ConfigMap", "DaemonSet", "NetworkPolicy");
    assertThat(pod.path("securityContext").path("runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(pod.propertyNames()).doesNotContain("hostNetwork", "hostPID", "hostIPC");
    assertThat(security.path("capabilities").path("drop").path(0).asString()).isEqualTo("ALL");
    assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(container.toString()).doesNotContain("hostPath").doesNotContain("privileged");
    assertThat(SettingsSource.named(settings).load().settings().http().allowRemote()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"one-cpu-500-ahead", "all-in-sync-2"})
  void theTextfileIsWrittenWholeWhateverTheVerdict(String scenario) throws IOException {
    Path script = DIST.resolve("node-exporter/tscwatch-textfile");
    Program.install(folder);
    Partner.Outcome outcome =
        Partner.run(
            "",
            "/usr/bin/env",
            "PATH=" + folder + ":/usr/bin:/bin",
            "sh",
            script,
            folder,
            "check",
            "--quiet",
            "--simulate",
            scenario);

    assertThat(outcome.exitCode()).as(outcome.out()).isZero();
    assertThat(Files.readString(folder.resolve("tscwatch.prom"))).contains("tscwatch_verdict{");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith(".tscwatch"));
    }
  }

  @Test
  void aCheckThatCannotBeDoneLeavesTheTextfileAsItWas() throws IOException {
    Path script = DIST.resolve("node-exporter/tscwatch-textfile");
    Program.install(folder);
    Path file = Files.writeString(folder.resolve("tscwatch.prom"), "old\n");
    Partner.Outcome outcome =
        Partner.run(
            "",
            "/usr/bin/env",
            "PATH=" + folder + ":/usr/bin:/bin",
            "sh",
            script,
            folder,
            "check",
            "--quiet",
            "--simulate",
            "/nowhere.yaml");

    assertThat(outcome.exitCode()).isEqualTo(66);
    assertThat(file).hasContent("old");
  }
}
