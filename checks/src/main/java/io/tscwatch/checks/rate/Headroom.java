package io.tscwatch.checks.rate;

import io.tscwatch.checks.bounds.OffsetBounds;
import java.util.OptionalLong;

/**
 * How near a limit is, if the rate stays as it was. Times are the reference CPU's counter.
 *
 * @param possibleFromCycles the earliest time at which the offset's magnitude can be above the
 *     limit, even if nothing more is measured; empty if it never can
 * @param certainFromCycles the earliest time at which it certainly is; empty if the observations do
 *     not force it beyond the limit
 */
public record Headroom(OptionalLong possibleFromCycles, OptionalLong certainFromCycles) {

  /**
   * The head-room from a time on.
   *
   * @param limitCycles largest magnitude allowed, 0 to {@link OffsetBounds#LIMIT_CYCLES}
   * @param nowCycles not before the band's last observation
   */
  public static Headroom of(LineBand band, long limitCycles, long nowCycles) {
    if (limitCycles < 0 || limitCycles > OffsetBounds.LIMIT_CYCLES) {
      throw new IllegalArgumentException("not a limit of an offset: " + limitCycles + " cycles");
    }
    if (nowCycles - band.untilCycles() < 0) {
      throw new IllegalArgumentException("a time before the last observation: " + nowCycles);
    }
    return new Headroom(
        band.possiblyBeyond(limitCycles, nowCycles), band.certainlyBeyond(limitCycles, nowCycles));
  }
}
