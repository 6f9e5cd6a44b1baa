package io.tscwatch.daemon.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.tscwatch.config.MetricsSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pushes the metrics to a collector, by OTLP over HTTP, from a thread of its own. */
public final class OtlpPush implements AutoCloseable {

  private final Registry registry;

  private OtlpPush(Registry registry) {
    this.registry = registry;
  }

  /** Starts pushing; empty if the settings say nowhere. */
  public static Optional<OtlpPush> start(
      MetricsSettings settings, String version, MetricSource source) {
    return settings
        .otlpEndpoint()
        .map(
            endpoint ->
                new OtlpPush(
                    new Registry(
                        new Configuration(endpoint, Duration.ofNanos(settings.otlpEveryNanos())),
                        version,
                        source)));
  }

  /** Pushes a last time and stops; waits for the collector no longer than a request may take. */
  @Override
  public void close() {
    registry.close();
  }

  /** Micrometer asks for its settings by name; what is not named has its default. */
  private record Configuration(URI endpoint, Duration every) implements OtlpConfig {

    @Override
    public @Nullable String get(String key) {
      return switch (key) {
        case "otlp.url" -> endpoint.toString();
        case "otlp.step" -> every.toMillis() + "ms";
        // The last push comes while the daemon stops, which has to be quick.
        case "otlp.connectTimeout", "otlp.readTimeout" -> "500ms";
        case "otlp.baseTimeUnit" -> "seconds";
        default -> null;
      };
    }

    /** Micrometer would take these from the environment; our settings say it all. */
    @Override
    public Map<String, String> resourceAttributes() {
      return Map.of("service.name", "tscwatch");
    }

    @Override
    public Map<String, String> headers() {
      return Map.of();
    }
  }

  private static final class Registry extends OtlpMeterRegistry {

    private final WatchMeters meters;
    private final MetricSource source;

    Registry(OtlpConfig config, String version, MetricSource source) {
      super(config, Clock.SYSTEM);
      this.source = source;
      this.meters = new WatchMeters(this, version, source.origin());
      JvmMeters.bindTo(this);
    }

    @Override
    protected void publish() {
      meters.show(source);
      super.publish();
    }
  }
}
