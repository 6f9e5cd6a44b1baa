package io.tscwatch.checks.bounds;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Which CPU is provably ahead of which, a strict partial order, and its largest antichains.
 *
 * <p>Dilworth by way of König: match each CPU with at most one that it is ahead of, as many as
 * possible. The CPUs that alternating paths from unmatched ones reach as "ahead" but not as
 * "behind" are an antichain of size CPUs - matches, and none is larger.
 */
final class PrecedenceOrder {

  private static final int NONE = -1;

  /** behind[i] holds every j that i is provably ahead of. */
  private final BitRow[] behind;

  private PrecedenceOrder(BitRow[] behind) {
    this.behind = behind;
  }

  static PrecedenceOrder of(ClosedMatrix matrix, long toleratedCycles) {
    int n = matrix.size();
    BitRow[] behind = new BitRow[n];
    for (int i = 0; i < n; i++) {
      behind[i] = new BitRow(n);
      for (int j = 0; j < n; j++) {
        if (matrix.upper(i, j) < -toleratedCycles) {
          behind[i].add(j);
        }
      }
    }
    return new PrecedenceOrder(behind);
  }

  /**
   * Those of the given CPUs of which {@code i} is provably neither ahead nor behind, i included.
   */
  BitRow incomparable(BitRow among, int i) {
    BitRow result = among.copy();
    result.removeAll(behind[i]);
    for (int j = 0; j < behind.length; j++) {
      if (behind[j].contains(i)) {
        result.remove(j);
      }
    }
    return result;
  }

  /** A largest set of the given CPUs of which none is provably ahead of another. */
  BitRow largestAntichain(BitRow among) {
    return new Matching(among).antichain();
  }

  /** A maximum matching of each CPU ahead with a CPU behind, grown by augmenting paths. */
  private final class Matching {
    private final BitRow among;
    private final int[] aheadOf = new int[behind.length];
    private final int[] behindOf = new int[behind.length];

    /** Reached by failed searches: later augmenting paths never enter them again. */
    private final BitRow reachedAhead = new BitRow(behind.length);

    private final BitRow notReachedBehind;

    Matching(BitRow among) {
      this.among = among;
      this.notReachedBehind = among.copy();
      Arrays.fill(aheadOf, NONE);
      Arrays.fill(behindOf, NONE);
      matchGreedily();
      among.stream().filter(i -> aheadOf[i] == NONE).forEach(this::augment);
    }

    /** Fewest choices first, which is already the maximum where all CPUs differ. */
    private void matchGreedily() {
      int[] choices = new int[behind.length];
      among.stream().forEach(i -> choices[i] = behind[i].countCommon(among));
      BitRow free = among.copy();
      among.stream()
          .filter(i -> choices[i] > 0)
          .boxed()
          .sorted(Comparator.comparingInt(i -> choices[i]))
          .forEach(
              i -> {
                int j = behind[i].nextCommon(free, 0);
                if (j >= 0) {
                  match(i, j);
                  free.remove(j);
                }
              });
    }

    private void match(int i, int j) {
      aheadOf[i] = j;
      behindOf[j] = i;
    }

    /** Breadth first from one unmatched CPU to a CPU that nobody is matched with yet. */
    private void augment(int root) {
      BitRow open = notReachedBehind.copy();
      int[] cameFrom = new int[behind.length];
      int[] queue = new int[behind.length];
      int filled = 0;
      queue[filled++] = root;
      for (int at = 0; at < filled; at++) {
        int i = queue[at];
        for (int j = behind[i].nextCommon(open, 0); j >= 0; j = behind[i].nextCommon(open, j)) {
          open.remove(j);
          cameFrom[j] = i;
          if (behindOf[j] == NONE) {
            flip(root, j, cameFrom);
            return;
          }
          queue[filled++] = behindOf[j];
        }
      }
      for (int at = 0; at < filled; at++) {
        reachedAhead.add(queue[at]);
      }
      notReachedBehind.retainAll(open);
    }

    private void flip(int root, int end, int[] cameFrom) {
      for (int j = end; ; ) {
        int i = cameFrom[j];
        int next = aheadOf[i];
        match(i, j);
        if (i == root) {
          return;
        }
        j = next;
      }
    }

    BitRow antichain() {
      BitRow result = reachedAhead.copy();
      result.retainAll(notReachedBehind);
      return result;
    }
  }
}
