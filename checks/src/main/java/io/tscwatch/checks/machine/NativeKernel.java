package io.tscwatch.checks.machine;

import com.sun.jna.Native;

/**
 * The functions of {@code tscwatch_kernel.h}, one to one. The header is the contract; arrays are
 * indexed by the constants here, which repeat its enums in order.
 */
final class NativeKernel {

  /** The value of {@code tw_abi()} that the constants below belong to. */
  static final int ABI = 4;

  static final String LIBRARY = "tscwatch_kernel";

  // enum tw_request
  static final int REQ_CPU_A = 0;
  static final int REQ_CPU_B = 1;
  static final int REQ_BUDGET_NANOS = 2;
  static final int REQ_START_TIMEOUT_NANOS = 3;
  static final int REQ_OFFSET_A = 4;
  static final int REQ_OFFSET_B = 5;
  static final int REQ_RATE_A = 6;
  static final int REQ_RATE_B = 7;
  static final int REQ_ORIGIN_A = 8;
  static final int REQ_ORIGIN_B = 9;
  static final int REQ_METHOD = 10;
  static final int REQ_NO_RSEQ = 11;
  static final int REQ_LENGTH = 12;

  // enum tw_outcome
  static final int MEASURED = 0;
  static final int NOT_SCHEDULED = 1;
  static final int AFFINITY_REFUSED = 2;
  static final int CPU_LOST = 3;
  static final int NO_SAMPLES = 4;
  static final int NO_RESOURCES = 5;
  static final int TSC_DISABLED = 6;
  static final int BAD_REQUEST = 7;
  static final int WENT_BACK = 8;

  // enum tw_result
  static final int RES_OUTCOME = 0;
  static final int RES_ERRNO = 1;
  static final int RES_DETAIL = 2;
  static final int RES_AB_SENT = 3;
  static final int RES_AB_RECEIVED = 4;
  static final int RES_AB_SAMPLES = 5;
  static final int RES_BA_SENT = 6;
  static final int RES_BA_RECEIVED = 7;
  static final int RES_BA_SAMPLES = 8;
  static final int RES_BLOCKS_KEPT = 9;
  static final int RES_BLOCKS_DROPPED = 10;
  static final int RES_MIGRATIONS = 11;
  static final int RES_STARTED_NANOS = 12;
  static final int RES_FINISHED_NANOS = 13;
  static final int RES_CPU_NANOS = 14;
  static final int RES_METHOD = 15;
  static final int RES_RSEQ = 16;
  static final int RES_LENGTH = 17;

  // enum tw_granularity
  static final int GRAN_OUTCOME = 0;
  static final int GRAN_ERRNO = 1;
  static final int GRAN_STEP_CYCLES = 2;
  static final int GRAN_SMALLEST_DELTA_CYCLES = 3;
  static final int GRAN_READS = 4;
  static final int GRAN_LENGTH = 5;

  // enum tw_time
  static final int TIME_OUTCOME = 0;
  static final int TIME_ERRNO = 1;
  static final int TIME_TSC_BEFORE = 2;
  static final int TIME_TSC_AFTER = 3;
  static final int TIME_MONOTONIC_NANOS = 4;
  static final int TIME_MONOTONIC_RAW_NANOS = 5;
  static final int TIME_BOOTTIME_NANOS = 6;
  static final int TIME_REALTIME_NANOS = 7;
  static final int TIME_LENGTH = 8;

  // enum tw_kvmclock
  static final int KVMCLOCK_ABSENT = 0;

  static {
    Native.register(NativeKernel.class, LIBRARY);
  }

  private NativeKernel() {}

  static native int tw_abi();

  static native void tw_exchange(long[] requests, long[] results, int count);

  static native void tw_granularity(int cpu, int reads, long[] result);

  static native void tw_time_sample(int cpu, int tries, long[] result);

  static native void tw_cpuid(int leaf, int subleaf, int[] registers);

  static native int tw_kvmclock_page(byte[] bytes);

  static native int tw_abandoned_threads();
}
