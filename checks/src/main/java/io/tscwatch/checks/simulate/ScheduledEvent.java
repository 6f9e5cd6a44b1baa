package io.tscwatch.checks.simulate;

/**
 * An event and its time.
 *
 * @param atNanos time since the scenario began, time in suspend included; 0 to {@link #MAX_NANOS}
 */
public record ScheduledEvent(long atNanos, Event event) {

  /** Ten years: no scenario is longer. */
  public static final long MAX_NANOS = 315_360_000_000_000_000L;

  public ScheduledEvent {
    if (atNanos < 0 || atNanos > MAX_NANOS) {
      throw new IllegalArgumentException(
          "an event is 0 to 10 years after the beginning, not " + atNanos + " ns");
    }
  }
}
