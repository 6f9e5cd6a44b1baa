package io.tscwatch.checks.share;

import io.tscwatch.checks.verdict.Verdict;
import java.util.OptionalLong;

/**
 * What one consistent look at the page gave.
 *
 * @param verdict as it holds now: UNKNOWN if the page is stale, of a simulated machine, or not
 *     there
 * @param epoch grows whenever the verdict changes or the counters may have moved: TSC values are
 *     comparable within one epoch only
 * @param boundNanos no two CPUs differ by more, proven; empty if not known
 * @param asOfBoottimeNanos when it was written, CLOCK_BOOTTIME
 * @param validUntilBoottimeNanos when it is stale, CLOCK_BOOTTIME
 */
public record SharedVerdict(
    Verdict verdict,
    long epoch,
    OptionalLong boundNanos,
    long asOfBoottimeNanos,
    long validUntilBoottimeNanos) {

  /** Nothing can be read. */
  public static final SharedVerdict NONE =
      new SharedVerdict(Verdict.UNKNOWN, 0, OptionalLong.empty(), 0, 0);
}
