package io.tscwatch.checks.schedule;

import java.util.List;

/**
 * What is measured in one tick of the watch: some rounds of a sweep, often the end of one and the
 * beginning of the next. Immutable.
 *
 * @param tick from 0
 * @param rounds to be run one after the other; none when the budget is being saved
 * @param sweepsCompleted sweeps whose last round is in this slice or an earlier one
 */
public record WatchSlice(long tick, List<Round> rounds, long sweepsCompleted) {

  public WatchSlice {
    rounds = List.copyOf(rounds);
  }
}
