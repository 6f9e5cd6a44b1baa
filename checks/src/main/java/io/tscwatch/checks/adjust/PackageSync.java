package io.tscwatch.checks.adjust;

import io.tscwatch.checks.finding.MeasuredSync;

/**
 * What the exchange proved of one package's TSCs.
 *
 * @param within among its own CPUs
 * @param againstOthers against the other packages
 */
public record PackageSync(MeasuredSync within, MeasuredSync againstOthers) {

  /** Nothing was measured. */
  public static final PackageSync NOT_MEASURED =
      new PackageSync(MeasuredSync.NOT_MEASURED, MeasuredSync.NOT_MEASURED);
}
