package io.tscwatch.checks.topology;

import java.util.BitSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/**
 * An immutable set of Linux CPU numbers, read and written in the kernel's list format ({@code
 * 0-3,8,10-11}; see cpuset(7), "List format").
 *
 * <p>Order is always ascending. Safe for use by many threads.
 */
public final class CpuSet implements Iterable<Integer> {

  /** The largest CPU number accepted: no Linux build allows more than 2^16 CPUs. */
  public static final int MAX_CPU = 65_535;

  private static final CpuSet EMPTY = new CpuSet(new BitSet());

  private final BitSet bits;

  private CpuSet(BitSet bits) {
    this.bits = bits;
  }

  /** The set with no CPU. */
  public static CpuSet empty() {
    return EMPTY;
  }

  /** The set of the given CPU numbers, each in 0..{@value #MAX_CPU}. */
  public static CpuSet of(int... cpus) {
    BitSet bits = new BitSet();
    for (int cpu : cpus) {
      bits.set(checked(cpu));
    }
    return new CpuSet(bits);
  }

  /** The set of the given CPU numbers, each in 0..{@value #MAX_CPU}. */
  public static CpuSet of(Iterable<Integer> cpus) {
    BitSet bits = new BitSet();
    for (int cpu : cpus) {
      bits.set(checked(cpu));
    }
    return new CpuSet(bits);
  }

  /** All CPU numbers from {@code first} to {@code last}, both included. */
  public static CpuSet range(int first, int last) {
    BitSet bits = new BitSet();
    bits.set(checked(first), checked(last) + 1);
    return new CpuSet(bits);
  }

  /**
   * Reads the kernel's list format. White space around the whole text and around each part is
   * allowed; an empty text is the empty set.
   *
   * @throws IllegalArgumentException naming the part that is wrong and what is allowed
   */
  public static CpuSet parse(String list) {
    BitSet bits = new BitSet();
    String text = list.strip();
    if (text.isEmpty()) {
      return EMPTY;
    }
    for (String raw : text.split(",", -1)) {
      String part = raw.strip();
      int dash = part.indexOf('-');
      int first = number(dash < 0 ? part : part.substring(0, dash), part);
      int last = dash < 0 ? first : number(part.substring(dash + 1), part);
      if (last < first) {
        throw wrong(part, "the second number is smaller than the first");
      }
      bits.set(first, last + 1);
    }
    return new CpuSet(bits);
  }

  private static int number(String digits, String part) {
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw wrong(part, "not a CPU number or a range of them");
    }
    if (digits.length() > 5 || Integer.parseInt(digits) > MAX_CPU) {
      throw wrong(part, "CPU numbers go up to " + MAX_CPU);
    }
    return Integer.parseInt(digits);
  }

  private static IllegalArgumentException wrong(String part, String why) {
    return new IllegalArgumentException(
        "'" + part + "' in a CPU list: " + why + " (expected a list such as 0-3,8)");
  }

  private static int checked(int cpu) {
    if (cpu < 0 || cpu > MAX_CPU) {
      throw new IllegalArgumentException("CPU number " + cpu + " is outside 0.." + MAX_CPU);
    }
    return cpu;
  }

  public boolean contains(int cpu) {
    return cpu >= 0 && bits.get(cpu);
  }

  public boolean containsAll(CpuSet other) {
    return other.minus(this).isEmpty();
  }

  public int size() {
    return bits.cardinality();
  }

  public boolean isEmpty() {
    return bits.isEmpty();
  }

  /**
   * The lowest CPU number.
   *
   * @throws NoSuchElementException if the set is empty
   */
  public int first() {
    if (bits.isEmpty()) {
      throw new NoSuchElementException("the CPU set is empty");
    }
    return bits.nextSetBit(0);
  }

  /** The CPUs in this set or in the other. */
  public CpuSet plus(CpuSet other) {
    BitSet result = (BitSet) bits.clone();
    result.or(other.bits);
    return new CpuSet(result);
  }

  /** The CPUs in this set but not in the other. */
  public CpuSet minus(CpuSet other) {
    BitSet result = (BitSet) bits.clone();
    result.andNot(other.bits);
    return new CpuSet(result);
  }

  /** The CPUs in both sets. */
  public CpuSet and(CpuSet other) {
    BitSet result = (BitSet) bits.clone();
    result.and(other.bits);
    return new CpuSet(result);
  }

  /** The CPU numbers, ascending. */
  public IntStream stream() {
    return bits.stream();
  }

  /** The CPU numbers, ascending, in a new array. */
  public int[] toArray() {
    int[] cpus = new int[bits.cardinality()];
    int cpu = -1;
    for (int i = 0; i < cpus.length; i++) {
      cpu = bits.nextSetBit(cpu + 1);
      cpus[i] = cpu;
    }
    return cpus;
  }

  /** Not by a stream: a watch goes through its CPUs a dozen times a tick. */
  @Override
  public Iterator<Integer> iterator() {
    return new Iterator<>() {
      private int next = bits.nextSetBit(0);

      @Override
      public boolean hasNext() {
        return next >= 0;
      }

      @Override
      public Integer next() {
        if (next < 0) {
          throw new NoSuchElementException("no more CPUs");
        }
        int cpu = next;
        next = bits.nextSetBit(cpu + 1);
        return cpu;
      }
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CpuSet set && bits.equals(set.bits);
  }

  @Override
  public int hashCode() {
    return bits.hashCode();
  }

  /** The kernel's list format, ranges merged; the empty text for the empty set. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int first = bits.nextSetBit(0); first >= 0; ) {
      int end = bits.nextClearBit(first);
      if (!text.isEmpty()) {
        text.append(',');
      }
      text.append(first);
      if (end - 1 > first) {
        text.append('-').append(end - 1);
      }
      first = bits.nextSetBit(end);
    }
    return text.toString();
  }
}
