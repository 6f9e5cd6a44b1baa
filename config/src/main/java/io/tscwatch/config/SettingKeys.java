package io.tscwatch.config;

import static io.tscwatch.config.SettingKey.Effect.AT_ONCE;
import static io.tscwatch.config.SettingKey.Effect.AT_RESTART;
import static io.tscwatch.config.SettingKey.list;
import static io.tscwatch.config.SettingKey.mappings;
import static io.tscwatch.config.SettingKey.single;
import static io.tscwatch.config.format.BooleanFormat.BOOLEAN;
import static io.tscwatch.config.format.CpuListFormat.CPU_LIST;
import static io.tscwatch.config.format.ListenAddressFormat.LISTEN_ADDRESS;
import static io.tscwatch.config.format.PathFormat.ABSOLUTE_PATH;
import static io.tscwatch.config.format.QuantityFormat.BYTES;
import static io.tscwatch.config.format.QuantityFormat.DURATION;
import static io.tscwatch.config.format.QuantityFormat.SHARE;
import static io.tscwatch.config.format.TextFormat.ALERT_LABEL;
import static io.tscwatch.config.format.TextFormat.HOST_NAME;
import static io.tscwatch.config.format.UrlFormat.URL;

import io.tscwatch.config.format.ChoiceFormat;
import io.tscwatch.config.format.IntegerFormat;
import io.tscwatch.config.format.ListenAddress;
import io.tscwatch.config.format.OrKeyword;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The one table of everything that may be set: spelling, range, default, and when a change takes
 * effect. What each means is said where it is used: in the records, and for operators in {@code
 * default-tscwatch.yaml}.
 */
public final class SettingKeys {

  private static final long US = 1_000L;
  private static final long MS = 1_000 * US;
  private static final long SECOND = 1_000 * MS;
  private static final long HOUR = 3_600 * SECOND;
  private static final long DAY = 24 * HOUR;

  static final SettingKey<Long> INTERVAL =
      single(
          "measurement.interval",
          DURATION.between(100 * MS, HOUR),
          "1s",
          AT_ONCE,
          s -> s.measurement().intervalNanos());

  static final SettingKey<Long> COVER_EVERY =
      single(
          "measurement.cover-every",
          DURATION.between(100 * MS, DAY),
          "10s",
          AT_ONCE,
          s -> s.measurement().coverEveryNanos());

  static final SettingKey<Long> PAIR_BUDGET =
      single(
          "measurement.pair-budget",
          DURATION.between(10 * US, SECOND),
          "500us",
          AT_ONCE,
          s -> s.measurement().pairBudgetNanos());

  static final SettingKey<Long> MAX_INTRUSION =
      single(
          "measurement.max-intrusion",
          SHARE.between(10, 500_000),
          "0.1%",
          AT_ONCE,
          s -> s.measurement().maxIntrusionPpm());

  static final SettingKey<Optional<String>> CPUS =
      single(
          "measurement.cpus",
          new OrKeyword<>("all", CPU_LIST),
          "all",
          AT_ONCE,
          s -> s.measurement().cpus());

  static final SettingKey<Optional<String>> EXCLUDE =
      single(
          "measurement.exclude",
          new OrKeyword<>("none", CPU_LIST),
          "none",
          AT_ONCE,
          s -> s.measurement().exclude());

  static final SettingKey<Boolean> INCLUDE_ISOLATED =
      single(
          "measurement.include-isolated",
          BOOLEAN,
          "false",
          AT_ONCE,
          s -> s.measurement().includeIsolated());

  static final SettingKey<Boolean> WITNESSES =
      single("witnesses.enabled", BOOLEAN, "true", AT_ONCE, s -> s.witnesses().enabled());

  static final SettingKey<Long> WITNESS_INTERVAL =
      single(
          "witnesses.interval",
          DURATION.between(100 * MS, HOUR),
          "2s",
          AT_ONCE,
          s -> s.witnesses().intervalNanos());

  static final SettingKey<Long> WITNESS_INTRUSION =
      single(
          "witnesses.max-intrusion",
          SHARE.between(10, 500_000),
          "500ppm",
          AT_ONCE,
          s -> s.witnesses().maxIntrusionPpm());

  static final SettingKey<Long> MAX_SKEW =
      single(
          "verdict.max-skew",
          DURATION.between(1, SECOND),
          "1us",
          AT_ONCE,
          s -> s.verdict().maxSkewNanos());

  static final SettingKey<Long> TOLERATED_WARP =
      single(
          "verdict.tolerated-warp",
          DURATION.between(0, SECOND),
          "0ns",
          AT_ONCE,
          s -> s.verdict().toleratedWarpNanos());

  static final SettingKey<Long> CLEAR_AFTER =
      single(
          "verdict.clear-after",
          DURATION.between(0, DAY),
          "30s",
          AT_ONCE,
          s -> s.verdict().clearAfterNanos());

  static final SettingKey<Long> REQUALIFY_AFTER =
      single(
          "verdict.requalify-after",
          DURATION.between(SECOND, 30 * DAY),
          "10min",
          AT_ONCE,
          s -> s.verdict().requalifyAfterNanos());

  static final SettingKey<Long> STALE_AFTER =
      single(
          "verdict.stale-after",
          DURATION.between(SECOND, 30 * DAY),
          "1min",
          AT_ONCE,
          s -> s.verdict().staleAfterNanos());

  static final SettingKey<Path> HISTORY_FILE =
      single(
          "history.file",
          ABSOLUTE_PATH,
          "/var/lib/tscwatch/history.db",
          AT_RESTART,
          s -> s.history().file());

  static final SettingKey<Long> SAMPLE_EVERY =
      single(
          "history.sample-every",
          DURATION.between(SECOND, DAY),
          "1min",
          AT_ONCE,
          s -> s.history().sampleEveryNanos());

  static final SettingKey<Long> MAX_AGE =
      single(
          "history.max-age",
          DURATION.between(HOUR, 3_650 * DAY),
          "90d",
          AT_ONCE,
          s -> s.history().maxAgeNanos());

  static final SettingKey<Long> MAX_SIZE =
      single(
          "history.max-size",
          BYTES.between(1L << 20, 1L << 40),
          "256MiB",
          AT_ONCE,
          s -> s.history().maxSizeBytes());

  static final SettingKey<Optional<ListenAddress>> LISTEN =
      single(
          "http.listen",
          new OrKeyword<>("none", LISTEN_ADDRESS),
          "127.0.0.1:9742",
          AT_RESTART,
          s -> s.http().listen());

  static final SettingKey<Boolean> ALLOW_REMOTE =
      single("http.allow-remote", BOOLEAN, "false", AT_RESTART, s -> s.http().allowRemote());

  static final SettingKey<List<String>> ALLOWED_HOSTS =
      list("http.allowed-hosts", HOST_NAME, AT_ONCE, s -> s.http().allowedHosts());

  static final SettingKey<Long> MAX_CONNECTIONS =
      single(
          "http.max-connections",
          new IntegerFormat(2, 10_000),
          "64",
          AT_RESTART,
          s -> (long) s.http().maxConnections());

  static final SettingKey<Long> MAX_EVENT_STREAMS =
      single(
          "http.max-event-streams",
          new IntegerFormat(1, 9_999),
          "16",
          AT_RESTART,
          s -> (long) s.http().maxEventStreams());

  static final SettingKey<Long> MAX_HEADER_SIZE =
      single(
          "http.max-header-size",
          BYTES.between(1L << 10, 1L << 20),
          "8KiB",
          AT_RESTART,
          s -> (long) s.http().maxHeaderBytes());

  static final SettingKey<Long> IDLE_TIMEOUT =
      single(
          "http.idle-timeout",
          DURATION.between(SECOND, HOUR),
          "30s",
          AT_RESTART,
          s -> s.http().idleTimeoutNanos());

  static final SettingKey<Optional<URI>> OTLP_ENDPOINT =
      single(
          "metrics.otlp-endpoint",
          new OrKeyword<>("none", URL),
          "none",
          AT_RESTART,
          s -> s.metrics().otlpEndpoint());

  static final SettingKey<Long> OTLP_EVERY =
      single(
          "metrics.otlp-every",
          DURATION.between(SECOND, DAY),
          "1min",
          AT_RESTART,
          s -> s.metrics().otlpEveryNanos());

  static final SettingKey<LoggingSettings.Target> LOG_TARGET =
      single(
          "logging.target",
          new ChoiceFormat<>(LoggingSettings.Target.class),
          "auto",
          AT_RESTART,
          s -> s.logging().target());

  static final SettingKey<LoggingSettings.Level> LOG_LEVEL =
      single(
          "logging.level",
          new ChoiceFormat<>(LoggingSettings.Level.class),
          "info",
          AT_ONCE,
          s -> s.logging().level());

  static final SettingKey<Boolean> FOLLOW_KERNEL_LOG =
      single(
          "events.follow-kernel-log",
          BOOLEAN,
          "true",
          AT_RESTART,
          s -> s.events().followKernelLog());

  static final SettingKey<Long> BACKLOG =
      single(
          "events.backlog",
          new IntegerFormat(16, 100_000),
          "1000",
          AT_RESTART,
          s -> (long) s.events().backlog());

  static final SettingKey<List<AlertTarget>> ALERT_TARGETS =
      mappings(
          "alerts.targets",
          AlertTargets::read,
          AlertTargets::print,
          AT_ONCE,
          s -> s.alerts().targets());

  static final SettingKey<List<String>> ALERT_LABELS =
      list("alerts.labels", ALERT_LABEL, AT_ONCE, s -> s.alerts().labels());

  static final SettingKey<Optional<URI>> ALERT_LINK =
      single("alerts.link", new OrKeyword<>("none", URL), "none", AT_ONCE, s -> s.alerts().link());

  static final SettingKey<EnforceSettings.Mode> ENFORCE_MODE =
      single(
          "enforce.mode",
          new ChoiceFormat<>(EnforceSettings.Mode.class),
          "advise",
          AT_ONCE,
          s -> s.enforce().mode());

  static final SettingKey<Long> MAX_SWITCHES =
      single(
          "enforce.max-switches-per-hour",
          new IntegerFormat(1, 60),
          "4",
          AT_ONCE,
          s -> (long) s.enforce().maxSwitchesPerHour());

  static final SettingKey<Boolean> RETURN_TO_TSC =
      single("enforce.return-to-tsc", BOOLEAN, "false", AT_ONCE, s -> s.enforce().returnToTsc());

  private static final List<SettingKey<?>> ALL =
      List.of(
          INTERVAL,
          COVER_EVERY,
          PAIR_BUDGET,
          MAX_INTRUSION,
          CPUS,
          EXCLUDE,
          INCLUDE_ISOLATED,
          WITNESSES,
          WITNESS_INTERVAL,
          WITNESS_INTRUSION,
          MAX_SKEW,
          TOLERATED_WARP,
          CLEAR_AFTER,
          REQUALIFY_AFTER,
          STALE_AFTER,
          HISTORY_FILE,
          SAMPLE_EVERY,
          MAX_AGE,
          MAX_SIZE,
          LISTEN,
          ALLOW_REMOTE,
          ALLOWED_HOSTS,
          MAX_CONNECTIONS,
          MAX_EVENT_STREAMS,
          MAX_HEADER_SIZE,
          IDLE_TIMEOUT,
          OTLP_ENDPOINT,
          OTLP_EVERY,
          LOG_TARGET,
          LOG_LEVEL,
          FOLLOW_KERNEL_LOG,
          BACKLOG,
          ALERT_TARGETS,
          ALERT_LABELS,
          ALERT_LINK,
          ENFORCE_MODE,
          MAX_SWITCHES,
          RETURN_TO_TSC);

  private SettingKeys() {}

  /** Every key, section by section. */
  public static List<SettingKey<?>> all() {
    return ALL;
  }

  /** The records made from the values. */
  static Settings settings(SettingValues values) {
    return new Settings(
        new MeasurementSettings(
            values.get(INTERVAL),
            values.get(COVER_EVERY),
            values.get(PAIR_BUDGET),
            values.get(MAX_INTRUSION),
            values.get(CPUS),
            values.get(EXCLUDE),
            values.get(INCLUDE_ISOLATED)),
        new WitnessesSettings(
            values.get(WITNESSES), values.get(WITNESS_INTERVAL), values.get(WITNESS_INTRUSION)),
        new VerdictSettings(
            values.get(MAX_SKEW),
            values.get(TOLERATED_WARP),
            values.get(CLEAR_AFTER),
            values.get(REQUALIFY_AFTER),
            values.get(STALE_AFTER)),
        new HistorySettings(
            values.get(HISTORY_FILE),
            values.get(SAMPLE_EVERY),
            values.get(MAX_AGE),
            values.get(MAX_SIZE)),
        new HttpSettings(
            values.get(LISTEN),
            values.get(ALLOW_REMOTE),
            values.get(ALLOWED_HOSTS),
            Math.toIntExact(values.get(MAX_CONNECTIONS)),
            Math.toIntExact(values.get(MAX_EVENT_STREAMS)),
            Math.toIntExact(values.get(MAX_HEADER_SIZE)),
            values.get(IDLE_TIMEOUT)),
        new MetricsSettings(values.get(OTLP_ENDPOINT), values.get(OTLP_EVERY)),
        new LoggingSettings(values.get(LOG_TARGET), values.get(LOG_LEVEL)),
        new EventSettings(values.get(FOLLOW_KERNEL_LOG), Math.toIntExact(values.get(BACKLOG))),
        new AlertSettings(
            values.get(ALERT_TARGETS), values.get(ALERT_LABELS), values.get(ALERT_LINK)),
        new EnforceSettings(
            values.get(ENFORCE_MODE),
            Math.toIntExact(values.get(MAX_SWITCHES)),
            values.get(RETURN_TO_TSC)));
  }
}
