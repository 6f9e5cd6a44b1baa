package io.tscwatch.daemon.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Gauges of one name whose series come and go: a CPU that is offline, or an offset that is not
 * known, has no series, where NaN would spoil every sum. Use: set all that are there, then {@link
 * #dropOthers()}. For one thread at a time; the values are read by any.
 *
 * @param <K> what tells the series apart
 */
final class Family<K> {

  private final MeterRegistry registry;
  private final String name;
  private final String baseUnit;
  private final String description;
  private final Map<K, Series> series = new HashMap<>();
  private long round;

  private static final class Series {
    private volatile double value;
    private long round;
    private Optional<Gauge> gauge = Optional.empty();

    double value() {
      return value;
    }
  }

  Family(MeterRegistry registry, String name, String baseUnit, String description) {
    this.registry = registry;
    this.name = name;
    this.baseUnit = baseUnit;
    this.description = description;
  }

  /** Sets a series, and makes it if it is new, with the tags that then are asked for. */
  void set(K key, Supplier<Tags> tags, double value) {
    Series one = series.computeIfAbsent(key, k -> new Series());
    one.value = value;
    one.round = round;
    if (one.gauge.isEmpty()) {
      one.gauge =
          Optional.of(
              Gauge.builder(name, one, Series::value)
                  .baseUnit(baseUnit.isEmpty() ? null : baseUnit)
                  .description(description)
                  .tags(tags.get())
                  .register(registry));
    }
  }

  /** Removes the series that were not set since the last call. */
  void dropOthers() {
    for (Iterator<Series> all = series.values().iterator(); all.hasNext(); ) {
      Series one = all.next();
      if (one.round != round) {
        one.gauge.ifPresent(registry::remove);
        all.remove();
      }
    }
    round++;
  }
}
