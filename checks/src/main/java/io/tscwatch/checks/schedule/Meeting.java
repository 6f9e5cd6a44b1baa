package io.tscwatch.checks.schedule;

import java.util.function.Consumer;

/**
 * Two groups of CPUs that meet in one round: each CPU of the smaller meets one of the larger. From
 * sweep to sweep the larger group is shifted, so that in time everyone meets everyone.
 */
final class Meeting {

  private final int[] smaller;
  private final int[] larger;
  private final int turn;
  private final int turnsPerSweep;

  /**
   * @param turn which of the meetings that these groups have in a sweep this is, from 0
   * @param turnsPerSweep how many they have
   */
  Meeting(int[] one, int[] other, int turn, int turnsPerSweep) {
    this.smaller = one.length <= other.length ? one : other;
    this.larger = one.length <= other.length ? other : one;
    this.turn = turn;
    this.turnsPerSweep = turnsPerSweep;
  }

  static Meeting ofTwo(int cpuA, int cpuB) {
    return new Meeting(new int[] {cpuA}, new int[] {cpuB}, 0, 1);
  }

  void pairs(long sweep, Consumer<CpuPair> to) {
    long shift = Math.floorMod(sweep, larger.length) * (long) turnsPerSweep + turn;
    for (int i = 0; i < smaller.length; i++) {
      to.accept(CpuPair.of(smaller[i], larger[(int) ((i + shift) % larger.length)]));
    }
  }

  int size() {
    return smaller.length;
  }

  /** How many successive sweeps it takes until every CPU of one has met every CPU of the other. */
  int sweepsUntilAllMet() {
    return (larger.length + turnsPerSweep - 1) / turnsPerSweep;
  }
}
