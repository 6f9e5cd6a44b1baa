package io.tscwatch.checks.rate;

/** Comparison of products of 64-bit numbers, exact in 128 bits. */
final class Products {

  private Products() {}

  /** The sign of {@code a * b - c * d}. */
  static int compare(long a, long b, long c, long d) {
    int high = Long.compare(Math.multiplyHigh(a, b), Math.multiplyHigh(c, d));
    return high != 0 ? high : Long.compareUnsigned(a * b, c * d);
  }
}
