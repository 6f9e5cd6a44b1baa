package io.tscwatch.config.format;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what was probably meant by a misspelt word. */
public final class Nearest {

  private Nearest() {}

  /**
   * The candidate that needs the fewest changes (a letter added, dropped or replaced, or two
   * neighbours swapped) to become the word, letter case and {@code _} for {@code -} not counted.
   * Empty if more than a third of the letters would have to change: a guess that far off misleads.
   */
  public static Optional<String> of(String word, Collection<String> candidates) {
    String wanted = folded(word);
    int limit = Math.max(1, wanted.length() / 3);
    String best = "";
    int fewest = limit + 1;
    for (String candidate : candidates) {
      if (Math.abs(candidate.length() - wanted.length()) < fewest) {
        int changes = changes(wanted, folded(candidate));
        if (changes < fewest) {
          fewest = changes;
          best = candidate;
        }
      }
    }
    return fewest > limit ? Optional.empty() : Optional.of(best);
  }

  private static String folded(String word) {
    return word.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The optimal string alignment distance, row by row. */
  private static int changes(String from, String to) {
    int[] beforeLast = new int[to.length() + 1];
    int[] last = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
        boolean swapped =
            i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        if (swapped) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[to.length()];
  }
}
