package io.tscwatch.daemon.alert;

import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.config.AlertTarget;
import io.tscwatch.config.Settings;
import io.tscwatch.config.SettingsSource;
import io.tscwatch.config.yaml.InvalidYamlException;
import io.tscwatch.daemon.history.KeptAlert;
import io.tscwatch.daemon.history.KeptDelivery;
import io.tscwatch.daemon.history.StoredEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Alerts and settings for tests. */
final class Examples {

  static final long NOON = 1_772_366_400_000_000_000L;
  static final long SECOND = 1_000_000_000L;
  static final AlertContext CONTEXT =
      new AlertContext("node7", "1.2.3", Map.of("cluster", "a"), Optional.of("http://node7:9742/"));

  private Examples() {}

  static KeptAlert alert(String code, String severity, String cpus, long startedNanos) {
    return new KeptAlert(
        "%016x".formatted((code + "/" + severity).hashCode() & 0xffff_ffffL),
        Origin.THIS_MACHINE,
        code,
        severity,
        CpuSet.parse(cpus),
        List.of(new StoredEvent.Amount("offsetLower", 480, "ns")),
        "CPU " + cpus + " is at least 480 ns ahead.",
        "Use hpet.",
        "pair exchange",
        startedNanos);
  }

  static KeptAlert warp(String cpus) {
    return alert("skew.warp", "critical", cpus, NOON);
  }

  static KeptDelivery delivery(long id, String event, KeptAlert alert) {
    return new KeptDelivery(id, "ops", event, NOON + id * SECOND, 0, alert);
  }

  static AlertTarget target(Path folder, String yaml) {
    return settings(folder, "alerts: { targets: [ " + yaml + " ] }\n").alerts().targets().get(0);
  }

  static Settings settings(Path folder, String yaml) {
    try {
      Path file = Files.writeString(folder.resolve("settings.yaml"), yaml);
      return SettingsSource.named(file).load().settings();
    } catch (IOException | InvalidYamlException e) {
      throw new AssertionError(e);
    }
  }
}
