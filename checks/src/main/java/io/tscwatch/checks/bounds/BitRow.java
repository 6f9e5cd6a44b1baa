package io.tscwatch.checks.bounds;

import java.util.stream.IntStream;

/**
 * A mutable set of indices below a fixed size, with the word-wide operations that matching needs.
 */
final class BitRow {

  private final long[] words;

  BitRow(int size) {
    this.words = new long[(size + 63) >>> 6];
  }

  private BitRow(long[] words) {
    this.words = words;
  }

  static BitRow full(int size) {
    BitRow row = new BitRow(size);
    for (int i = 0; i < size; i++) {
      row.add(i);
    }
    return row;
  }

  BitRow copy() {
    return new BitRow(words.clone());
  }

  void add(int i) {
    words[i >>> 6] |= 1L << i;
  }

  void remove(int i) {
    words[i >>> 6] &= ~(1L << i);
  }

  boolean contains(int i) {
    return (words[i >>> 6] & 1L << i) != 0;
  }

  void retainAll(BitRow other) {
    for (int w = 0; w < words.length; w++) {
      words[w] &= other.words[w];
    }
  }

  void removeAll(BitRow other) {
    for (int w = 0; w < words.length; w++) {
      words[w] &= ~other.words[w];
    }
  }

  boolean isEmpty() {
    for (long word : words) {
      if (word != 0) {
        return false;
      }
    }
    return true;
  }

  int size() {
    int size = 0;
    for (long word : words) {
      size += Long.bitCount(word);
    }
    return size;
  }

  /** The first index from {@code start} on that is in this set and in the other; or -1. */
  int nextCommon(BitRow other, int start) {
    int w = start >>> 6;
    if (w >= words.length) {
      return -1;
    }
    long common = words[w] & other.words[w] & (-1L << start);
    while (common == 0) {
      if (++w == words.length) {
        return -1;
      }
      common = words[w] & other.words[w];
    }
    return (w << 6) + Long.numberOfTrailingZeros(common);
  }

  /** How many indices are in both. */
  int countCommon(BitRow other) {
    int count = 0;
    for (int w = 0; w < words.length; w++) {
      count += Long.bitCount(words[w] & other.words[w]);
    }
    return count;
  }

  /** The indices, ascending. */
  IntStream stream() {
    return IntStream.range(0, words.length << 6).filter(this::contains);
  }
}
