package io.tscwatch.checks.schedule;

import java.util.List;

/**
 * The rounds of one pass over the machine. Immutable.
 *
 * @param number which pass, from 0; rotates who meets whom
 * @param rounds to be run one after the other; the pairs of one may run at the same time
 */
public record Sweep(long number, List<Round> rounds) {

  public Sweep {
    rounds = List.copyOf(rounds);
  }

  /** All pairs of the sweep, in the order of the rounds. */
  public List<CpuPair> pairs() {
    return rounds.stream().flatMap(round -> round.pairs().stream()).toList();
  }
}
