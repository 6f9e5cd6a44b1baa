package io.tscwatch.checks.simulate;

/**
 * Random numbers that are a function of where they are used: SplitMix64 (Steele, Lea and Flood
 * 2014) seeded from the scenario, the pair and the time. So no answer depends on how many were
 * asked for before it.
 *
 * <p>Not safe for use by many threads.
 */
final class Noise {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  Noise(long seed, long first, long second, long time) {
    state = mix(mix(mix(seed + GOLDEN_GAMMA) ^ first) ^ second * GOLDEN_GAMMA) ^ time;
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  long next() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Uniform in 0..bound-1; the bias of the remainder is below 2^-20 for every bound used here. */
  long below(long bound) {
    return Long.remainderUnsigned(next(), bound);
  }

  /** True in so many of a thousand cases. */
  boolean perMille(int share) {
    return below(1000) < share;
  }

  /**
   * Exponentially distributed, rounded down. StrictMath, because every platform must give the same
   * number for the same seed.
   */
  long exponential(double mean) {
    double uniform = ((next() >>> 11) + 1) * 0x1.0p-53;
    return (long) (-StrictMath.log(uniform) * mean);
  }
}
