package io.tscwatch.bench.laboratory;

import com.sun.jna.Native;

/**
 * The functions of {@code tscwatch_laboratory.h}, one to one. The header is the contract; arrays
 * are indexed by the constants here, which repeat its enums in order.
 */
final class NativeLaboratory {

  /** The value of {@code tw_lab_abi()} that the constants below belong to. */
  static final int ABI = 1;

  static final String LIBRARY = "tscwatch_laboratory";

  // enum tw_lab_run
  static final int RUN_METHOD = 0;
  static final int RUN_VARIANT = 1;
  static final int RUN_NANOS = 2;
  static final int RUN_OFFSET_B = 3;
  static final int RUN_LENGTH = 4;

  static final int MOST_STEPS = 24;

  // enum tw_lab_answer
  static final int ANSWER_OUTCOME = 0;
  static final int ANSWER_BOUNDED = 1;
  static final int ANSWER_LOWER = 2;
  static final int ANSWER_UPPER = 3;
  static final int ANSWER_PROVEN = 4;
  static final int ANSWER_SAMPLES = 5;
  static final int ANSWER_NANOS = 6;
  static final int ANSWER_STEPS = 7;
  static final int ANSWER_FIRST_STEP = 8;
  static final int ANSWER_LENGTH = ANSWER_FIRST_STEP + 2 * MOST_STEPS;

  static {
    Native.register(NativeLaboratory.class, LIBRARY);
  }

  private NativeLaboratory() {}

  static native int tw_lab_abi();

  static native int tw_lab_run(
      int cpuA, int cpuB, long[] plan, long[] answers, int count, int fifoPriority);

  static native int tw_lab_victim(
      int cpu,
      long nanos,
      int work,
      long bucketCycles,
      long[] histogram,
      int buckets,
      long[] longest);

  static native int tw_lab_thread_start(int cpu, long[] nanos, int count);
}
