package io.tscwatch.checks.schedule;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Which pairs are wanted: what {@code --pairs} says. */
public sealed interface PairSelection {

  /** Every pair up to {@link SweepPlan#ALL_PAIRS_UP_TO} CPUs, beyond that the tree. */
  record Automatic() implements PairSelection {}

  /** Every pair in every sweep. */
  record All() implements PairSelection {}

  /** Along the machine's hierarchy: every CPU in every sweep, every pair in time. */
  record Tree() implements PairSelection {}

  /**
   * Exactly these pairs.
   *
   * @param pairs at least one, ascending, each once
   */
  record Listed(List<CpuPair> pairs) implements PairSelection {
    public Listed {
      pairs = List.copyOf(new TreeSet<>(pairs));
      if (pairs.isEmpty()) {
        throw new IllegalArgumentException("an empty list of pairs");
      }
    }
  }

  /**
   * Understands {@code auto}, {@code all}, {@code tree}, or a list of pairs such as {@code
   * 0-1,0-5}. A pair that is named twice, in either order, counts once.
   *
   * @throws IllegalArgumentException with a sentence for the user that names the part that is wrong
   */
  static PairSelection parse(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    return switch (wanted) {
      case "auto" -> new Automatic();
      case "all" -> new All();
      case "tree" -> new Tree();
      default -> new Listed(PairList.parse(wanted));
    };
  }
}
