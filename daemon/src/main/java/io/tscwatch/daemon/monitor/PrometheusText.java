package io.tscwatch.daemon.monitor;

import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.daemon.report.Names;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * For node_exporter's textfile collector: the Prometheus text format, version 0.0.4. Names, labels
 * and meaning are those of the daemon's own {@code /metrics}, so that one set of rules and panels
 * serves both; what only a daemon can know is not here. No time stamps: the collector refuses them.
 */
public final class PrometheusText {

  private static final int NANOS_SCALE = 9;

  private final Map<String, String> common;
  private final List<String> lines = new ArrayList<>();

  private PrometheusText(Map<String, String> common) {
    this.common = common;
  }

  /** All lines. */
  public static List<String> lines(Standing standing) {
    PrometheusText text = new PrometheusText(new TreeMap<>(standing.labels()));
    text.machine(standing);
    text.findings(standing);
    text.cpus(standing);
    return text.lines;
  }

  private void machine(Standing standing) {
    family("tscwatch_verdict", "1 for the machine's verdict, 0 for the two others.");
    for (Verdict verdict : Verdict.values()) {
      long holds = standing.verdict() == verdict ? 1 : 0;
      series("tscwatch_verdict", Map.of("verdict", Names.of(verdict)), Long.toString(holds));
    }
    family("tscwatch_cpus", "Online CPUs by verdict.");
    for (Verdict verdict : Verdict.values()) {
      series(
          "tscwatch_cpus",
          Map.of("verdict", Names.of(verdict)),
          Long.toString(standing.count(verdict)));
    }
    seconds(
        "tscwatch_asof_timestamp_seconds",
        "When this was so, since 1970.",
        OptionalLong.of(standing.asOfRealtimeNanos()));
    seconds(
        "tscwatch_agreement_seconds",
        "The largest offset that any two CPUs can have.",
        standing.agreementNanos());
    seconds(
        "tscwatch_max_skew_seconds",
        "The largest offset that counts as in sync.",
        standing.maxSkewNanos());
    seconds(
        "tscwatch_evidence_age_seconds",
        "Age of the oldest evidence that the verdict rests on.",
        standing.evidenceAgeNanos());
  }

  private void findings(Standing standing) {
    Map<Map<String, String>, Integer> counts = new LinkedHashMap<>();
    for (Standing.Found found : standing.findings()) {
      counts.merge(Map.of("code", found.code(), "severity", found.severity()), 1, Integer::sum);
    }
    if (!counts.isEmpty()) {
      family("tscwatch_findings", "Findings that hold now.");
      counts.forEach(
          (labels, count) -> series("tscwatch_findings", labels, Integer.toString(count)));
    }
  }

  private void cpus(Standing standing) {
    Map<String, String> reliable = new LinkedHashMap<>();
    Map<String, String> lower = new LinkedHashMap<>();
    Map<String, String> upper = new LinkedHashMap<>();
    Map<String, String> width = new LinkedHashMap<>();
    Map<String, String> adjust = new LinkedHashMap<>();
    Map<Map<String, String>, Integer> packages = new LinkedHashMap<>();
    for (Standing.Cpu cpu : standing.cpus()) {
      String number = Integer.toString(cpu.cpu());
      reliable.put(number, cpu.verdict() == Verdict.RELIABLE ? "1" : "0");
      if (cpu.bounds().isPresent()) {
        Standing.Bounds bounds = cpu.bounds().get();
        lower.put(number, decimal(bounds.lowerNanos()));
        upper.put(number, decimal(bounds.upperNanos()));
        width.put(number, decimal(bounds.widthNanos()));
      }
      cpu.tscAdjustCycles().ifPresent(value -> adjust.put(number, Long.toString(value)));
      if (cpu.packageId().isPresent()) {
        String id = Integer.toString(cpu.packageId().getAsInt());
        for (Verdict verdict : Verdict.values()) {
          packages.merge(
              Map.of("package", id, "verdict", Names.of(verdict)),
              cpu.verdict() == verdict ? 1 : 0,
              Integer::sum);
        }
      }
    }
    if (!packages.isEmpty()) {
      family("tscwatch_package_cpus", "Online CPUs of a package (socket) by verdict.");
      packages.forEach(
          (labels, count) -> series("tscwatch_package_cpus", labels, Integer.toString(count)));
    }
    ofCpus(
        "tscwatch_cpu_reliable",
        "1 if this online CPU's TSC is proven in sync, 0 if it is not or not known.",
        reliable);
    ofCpus(
        "tscwatch_offset_lower_seconds",
        "Certified lower bound of this CPU's TSC against the reference CPU's.",
        lower);
    ofCpus(
        "tscwatch_offset_upper_seconds",
        "Certified upper bound of this CPU's TSC against the reference CPU's.",
        upper);
    ofCpus(
        "tscwatch_offset_width_seconds",
        "Upper minus lower bound: what is not known of this CPU's offset.",
        width);
    ofCpus(
        "tscwatch_tsc_adjust_cycles",
        "TSC_ADJUST (MSR 0x3b) of this CPU, rounded beyond 2^53.",
        adjust);
  }

  private void ofCpus(String name, String help, Map<String, String> values) {
    if (!values.isEmpty()) {
      family(name, help);
      values.forEach((cpu, value) -> series(name, Map.of("cpu", cpu), value));
    }
  }

  private void seconds(String name, String help, OptionalLong nanos) {
    if (nanos.isPresent()) {
      family(name, help);
      series(name, Map.of(), decimal(nanos.getAsLong()));
    }
  }

  private void family(String name, String help) {
    lines.add("# HELP " + name + " " + help);
    lines.add("# TYPE " + name + " gauge");
  }

  private void series(String name, Map<String, String> own, String value) {
    Map<String, String> labels = new TreeMap<>(common);
    labels.putAll(own);
    StringBuilder text = new StringBuilder(name);
    String separator = "{";
    for (Map.Entry<String, String> label : labels.entrySet()) {
      text.append(separator).append(label.getKey()).append("=\"");
      text.append(escaped(label.getValue())).append('"');
      separator = ",";
    }
    lines.add(text.append(labels.isEmpty() ? " " : "} ").append(value).toString());
  }

  /** The three characters that the format escapes in a label's value. */
  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static String decimal(long nanos) {
    return BigDecimal.valueOf(nanos, NANOS_SCALE).toPlainString();
  }
}
