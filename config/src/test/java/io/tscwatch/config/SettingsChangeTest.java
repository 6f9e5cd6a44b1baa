package io.tscwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsChangeTest {

  @TempDir private Path folder;

  @Test
  void nothingChangesBetweenEquals() {
    assertThat(SettingsChange.between(Settings.defaults(), Settings.defaults()).isEmpty()).isTrue();
  }

  @Test
  void everyChangeIsNamedWithWhenItTakesEffect() throws Exception {
    Settings loaded =
        load(
            """
            measurement: { interval: 2s }
            history: { file: /tmp/h.db, max-age: 30d }
            http: { listen: none, allowed-hosts: [node7] }
            """);

    SettingsChange change = SettingsChange.between(Settings.defaults(), loaded);

    assertThat(change.atOnce())
        .extracting(SettingsChange.Changed::toString)
        .containsExactly(
            "measurement.interval: 1s -> 2s (at once)",
            "history.max-age: 90d -> 30d (at once)",
            "http.allowed-hosts: [] -> [node7] (at once)");
    assertThat(change.atRestart())
        .extracting(SettingsChange.Changed::toString)
        .containsExactly(
            "history.file: /var/lib/tscwatch/history.db -> /tmp/h.db (at restart)",
            "http.listen: 127.0.0.1:9742 -> none (at restart)");
  }

  @Test
  void anotherSpellingOfTheSameValueIsNoChange() throws Exception {
    Settings loaded = load("measurement: { interval: 1000ms, max-intrusion: 1000 ppm }\n");

    assertThat(SettingsChange.between(Settings.defaults(), loaded).changed()).isEmpty();
  }

  @Test
  void aChangeOfAnyKeyIsSeen() throws Exception {
    Settings other =
        load(
            """
            measurement:
              { interval: 2s, cover-every: 20s, pair-budget: 1ms, max-intrusion: 1%, cpus: 0-1,
                exclude: "2", include-isolated: true }
            witnesses: { enabled: false, interval: 3s, max-intrusion: 1% }
            verdict:
              { max-skew: 2us, tolerated-warp: 1ns, clear-after: 1s, requalify-after: 1h,
                stale-after: 2min }
            history: { file: /x/y.db, sample-every: 2min, max-age: 1d, max-size: 1MiB }
            http:
              { listen: "127.0.0.1:1", allow-remote: true, allowed-hosts: [x], max-connections: 8,
                max-event-streams: 4, max-header-size: 4KiB, idle-timeout: 5s }
            metrics: { otlp-endpoint: "http://c/", otlp-every: 5s }
            logging: { target: console, level: debug }
            events: { follow-kernel-log: false, backlog: 16 }
            alerts:
              { targets: [ { name: x, type: webhook, url: "https://h/" } ], labels: [a=b],
                link: "http://h/" }
            enforce: { mode: act, max-switches-per-hour: 2, return-to-tsc: true }
            """);

    assertThat(SettingsChange.between(Settings.defaults(), other).changed())
        .extracting(SettingsChange.Changed::key)
        .containsExactlyElementsOf(SettingKeys.all().stream().map(SettingKey::path).toList());
  }

  private Settings load(String text) throws Exception {
    return SettingsSource.named(Files.writeString(folder.resolve("x.yaml"), text))
        .load()
        .settings();
  }
}
