package io.tscwatch.daemon.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tscwatch.checks.machine.Origin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The metrics as Prometheus scrapes them. Nothing of the library is loaded before the first scrape.
 *
 * <p>Safe for use by many threads.
 */
public final class Metrics {

  /** The text format of Prometheus. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** Scrapes come seconds apart; whoever asks more often gets what the one before got. */
  private static final long KEPT_NANOS = 500_000_000L;

  private final String version;
  private final MetricSource source;
  private final LongSupplier nanoTime;
  private Optional<Scraper> scraper = Optional.empty();

  private static final class Scraper {
    private final PrometheusMeterRegistry registry;
    private final WatchMeters meters;
    private byte[] text = new byte[0];
    private long madeNanoTime;

    Scraper(String version, Origin origin) {
      registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      meters = new WatchMeters(registry, version, origin);
      JvmMeters.bindTo(registry);
    }
  }

  /**
   * Nothing made yet.
   *
   * @param version of this program
   */
  public Metrics(String version, MetricSource source) {
    this(version, source, System::nanoTime);
  }

  Metrics(String version, MetricSource source, LongSupplier nanoTime) {
    this.version = version;
    this.source = source;
    this.nanoTime = nanoTime;
  }

  /** All metrics, at most half a second old. The caller does not change the array. */
  public synchronized byte[] scrape() {
    if (scraper.isEmpty()) {
      scraper = Optional.of(new Scraper(version, source.origin()));
    }
    Scraper made = scraper.get();
    long now = nanoTime.getAsLong();
    if (made.text.length == 0 || now - made.madeNanoTime > KEPT_NANOS) {
      made.meters.show(source);
      made.text = text(made.registry, made.text.length);
      made.madeNanoTime = now;
    }
    return made.text;
  }

  private static byte[] text(PrometheusMeterRegistry registry, int likelyBytes) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(likelyBytes + 4096);
    try {
      registry.scrape(text, CONTENT_TYPE);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toByteArray();
  }
}
