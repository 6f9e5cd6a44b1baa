package io.tscwatch.bench.laboratory;

import java.util.List;

/**
 * How long the iterations of a loop took that does the same work over and over.
 *
 * @param bucketCycles width of a bucket
 * @param histogram how many iterations took from i to i + 1 buckets; the last counts all longer
 *     ones
 * @param longestCycles the longest iteration
 */
public record VictimTimes(long bucketCycles, List<Long> histogram, long longestCycles) {

  public VictimTimes {
    histogram = List.copyOf(histogram);
  }

  /** How many iterations there were. */
  public long iterations() {
    return histogram.stream().mapToLong(Long::longValue).sum();
  }
}
