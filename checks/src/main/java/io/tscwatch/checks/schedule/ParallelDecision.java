package io.tscwatch.checks.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Whether the pairs of a round run at the same time.
 *
 * @param parallel true if they do
 * @param ratioPermille how much wider intervals are in parallel: the median over the pairs of
 *     (median width in parallel / median width alone), in thousandths, rounded up; empty if nothing
 *     was compared
 * @param pairsCompared pairs measured alone, and so compared
 * @param sentence the same for people
 */
public record ParallelDecision(
    boolean parallel, OptionalLong ratioPermille, int pairsCompared, String sentence) {

  /** Running in parallel may widen intervals by 5 %. */
  public static final long LIMIT_PERMILLE = 1050;

  /** The ratio of a pair that was measured alone but never in parallel. */
  private static final long LOST_PERMILLE = 1_000_000;

  /** The decision without a trial: no round has two pairs. */
  public static final ParallelDecision NOTHING_TO_DECIDE =
      new ParallelDecision(
          false, OptionalLong.empty(), 0, "no two pairs could run at the same time");

  /**
   * Decides from the widths that a {@link ParallelTrial} gave. Exchanges that failed are left out
   * by the caller: a pair that then has widths only alone counts as widened beyond the limit.
   */
  public static ParallelDecision of(List<WidthSample> samples) {
    Map<CpuPair, List<Long>> alone = new TreeMap<>();
    Map<CpuPair, List<Long>> together = new TreeMap<>();
    for (WidthSample sample : samples) {
      (sample.parallel() ? together : alone)
          .computeIfAbsent(sample.pair(), pair -> new ArrayList<>())
          .add(sample.widthCycles());
    }
    List<Long> ratios = new ArrayList<>();
    alone.forEach(
        (pair, widths) ->
            ratios.add(ratioPermille(widths, together.getOrDefault(pair, List.of()))));
    if (ratios.isEmpty()) {
      return new ParallelDecision(
          false,
          OptionalLong.empty(),
          0,
          "the trial gave nothing to compare: pairs run one by one");
    }
    long ratio = median(ratios);
    boolean parallel = ratio <= LIMIT_PERMILLE;
    String sentence =
        "in parallel, intervals are %d.%03d times as wide (median of %d pairs, limit %d.%03d): %s"
            .formatted(
                ratio / 1000,
                ratio % 1000,
                ratios.size(),
                LIMIT_PERMILLE / 1000,
                LIMIT_PERMILLE % 1000,
                parallel ? "rounds run in parallel" : "pairs run one by one");
    return new ParallelDecision(parallel, OptionalLong.of(ratio), ratios.size(), sentence);
  }

  private static long ratioPermille(List<Long> alone, List<Long> together) {
    if (together.isEmpty()) {
      return LOST_PERMILLE;
    }
    // A width of 0 needs counters that step more coarsely than the transfer takes.
    long base = Math.max(1, median(alone));
    return (median(together) * 1000 + base - 1) / base;
  }

  /** The upper one of the two middle values if their number is even. */
  private static long median(List<Long> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
