package io.tscwatch.config;

import io.tscwatch.config.format.ListenAddress;
import io.tscwatch.config.yaml.Position;
import io.tscwatch.config.yaml.Problems;
import io.tscwatch.config.yaml.YamlProblem;
import java.util.Arrays;
import java.util.Optional;

/** What must hold between settings that are each right by themselves. */
final class SettingRules {

  private static final long PARTS_PER_MILLION = 1_000_000;

  private final SettingValues values;
  private final Settings settings;
  private final Problems problems;

  private SettingRules(SettingValues values, Problems problems) {
    this.values = values;
    this.settings = SettingKeys.settings(values);
    this.problems = problems;
  }

  /** Notes every rule that is broken, at the place of a key that was given. */
  static void check(SettingValues values, Problems problems) {
    SettingRules rules = new SettingRules(values, problems);
    rules.measurement();
    rules.verdict();
    rules.http();
    rules.atLeast(SettingKeys.MAX_AGE, SettingKeys.SAMPLE_EVERY);
  }

  private void measurement() {
    atLeast(SettingKeys.COVER_EVERY, SettingKeys.INTERVAL);
    MeasurementSettings measurement = settings.measurement();
    // Each CPU takes part in at least one exchange in cover-every. Divided first: no overflow.
    long allowedNanos =
        measurement.coverEveryNanos() / PARTS_PER_MILLION * measurement.maxIntrusionPpm();
    if (measurement.pairBudgetNanos() > allowedNanos) {
      broken(
          "one exchange of "
              + SettingKeys.PAIR_BUDGET.printed(settings)
              + " in cover-every ("
              + SettingKeys.COVER_EVERY.printed(settings)
              + ") takes more than max-intrusion ("
              + SettingKeys.MAX_INTRUSION.printed(settings)
              + ") of a CPU",
          "a smaller pair-budget, a longer cover-every or a larger max-intrusion",
          SettingKeys.PAIR_BUDGET,
          SettingKeys.COVER_EVERY,
          SettingKeys.MAX_INTRUSION);
    }
  }

  private void verdict() {
    atLeast(SettingKeys.MAX_SKEW, SettingKeys.TOLERATED_WARP);
    atLeast(SettingKeys.REQUALIFY_AFTER, SettingKeys.COVER_EVERY);
    // With less, a CPU that was measured in time would still count as stale.
    if (settings.verdict().staleAfterNanos() / 2 < settings.measurement().coverEveryNanos()) {
      broken(
          "stale-after ("
              + SettingKeys.STALE_AFTER.printed(settings)
              + ") is less than twice measurement.cover-every ("
              + SettingKeys.COVER_EVERY.printed(settings)
              + ")",
          "stale-after at least twice as long as measurement.cover-every",
          SettingKeys.STALE_AFTER,
          SettingKeys.COVER_EVERY);
    }
  }

  private void http() {
    HttpSettings http = settings.http();
    Optional<ListenAddress> remote = http.listen().filter(listen -> !listen.isLoopback());
    if (remote.isPresent() && !http.allowRemote()) {
      broken(
          "other machines could connect to "
              + remote.get()
              + ", without encryption and without login",
          "a loopback address, or http.allow-remote: true to say that this is meant",
          SettingKeys.LISTEN,
          SettingKeys.ALLOW_REMOTE);
    }
    if (http.maxEventStreams() >= http.maxConnections()) {
      broken(
          "event streams could take all "
              + http.maxConnections()
              + " connections (max-connections)",
          "max-event-streams less than max-connections",
          SettingKeys.MAX_EVENT_STREAMS,
          SettingKeys.MAX_CONNECTIONS);
    }
  }

  private void atLeast(SettingKey<Long> larger, SettingKey<Long> smaller) {
    if (values.get(larger) < values.get(smaller)) {
      String other = smaller.section().equals(larger.section()) ? smaller.name() : smaller.path();
      broken(
          larger.name()
              + " ("
              + larger.printed(settings)
              + ") is less than "
              + other
              + " ("
              + smaller.printed(settings)
              + ")",
          larger.name() + " at least as large as " + other,
          larger,
          smaller);
    }
  }

  /** At the first of the keys that was given: the defaults break no rule, so one of them was. */
  private void broken(String message, String expected, SettingKey<?>... keys) {
    SettingKey<?> key =
        Arrays.stream(keys)
            .filter(candidate -> values.position(candidate).isPresent())
            .findFirst()
            .orElseThrow();
    Position position = values.position(key).orElseThrow();
    String value = key.printed(settings);
    problems.add(new YamlProblem(position, key.path(), value, message, expected, ""));
  }
}
