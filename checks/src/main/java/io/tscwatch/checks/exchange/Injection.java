package io.tscwatch.checks.exchange;

/**
 * A fault that the laboratory plants under the real exchange loop: the C kernel adds it to every
 * counter value that one side reads. Normally {@link #NONE}.
 *
 * @param offsetCycles added to the counter
 * @param ratePicosPerSecond picoseconds the counter gains per second, from {@code originCycles} on
 * @param originCycles the counter value at which the gain is zero
 */
public record Injection(long offsetCycles, long ratePicosPerSecond, long originCycles) {

  /** Nothing is planted. */
  public static final Injection NONE = new Injection(0, 0, 0);

  /** A constant offset. */
  public static Injection offset(long cycles) {
    return new Injection(cycles, 0, 0);
  }
}
