package io.tscwatch.checks.machine;

import com.sun.jna.Native;

/**
 * The function of {@code tscwatch_clock.h}. The header is the contract; arrays are indexed by the
 * constants here, which repeat its enums in order. Its version is that of {@link NativeKernel}.
 */
final class NativeClock {

  // enum tw_clock
  static final int CLOCK_HPET = 0;
  static final int CLOCK_ACPI_PM = 1;
  static final int CLOCK_RTC = 2;
  static final int CLOCK_PTP = 3;
  static final int CLOCK_REALTIME = 4;
  static final int CLOCK_MONOTONIC_RAW = 5;
  static final int CLOCK_KVMCLOCK = 6;

  // enum tw_clock_request
  static final int CLK_CLOCK = 0;
  static final int CLK_CPU = 1;
  static final int CLK_TRIES = 2;
  static final int CLK_DETAIL = 3;
  static final int CLK_SLOW_CYCLES = 4;
  static final int CLK_WAIT_NANOS = 5;
  static final int CLK_POLL_NANOS = 6;
  static final int CLK_TSC_KILOHERTZ = 7;
  static final int CLK_REQUEST_LENGTH = 8;

  // enum tw_clock_outcome
  static final int OUTCOME_ABSENT = 16;
  static final int OUTCOME_REFUSED = 17;
  static final int OUTCOME_BUSY = 18;
  static final int OUTCOME_UNREADABLE = 19;
  static final int OUTCOME_NO_EDGE = 20;

  // enum tw_ptp_method
  static final int PTP_EXTENDED = 1;
  static final int PTP_PRECISE = 2;

  // enum tw_clock_result
  static final int CLKR_OUTCOME = 0;
  static final int CLKR_ERRNO = 1;
  static final int CLKR_TSC_BEFORE = 2;
  static final int CLKR_TSC_AFTER = 3;
  static final int CLKR_VALUE = 4;
  static final int CLKR_DETAIL = 5;
  static final int CLKR_READS = 6;
  static final int CLKR_MEDIAN_CYCLES = 7;
  static final int CLKR_WIDEST_CYCLES = 8;
  static final int CLKR_SLOW_READS = 9;
  static final int CLKR_CPU_NANOS = 10;
  static final int CLKR_TIMEX = 11;
  static final int CLKR_TIMEX_STATE = 12;
  static final int CLKR_TIMEX_STATUS = 13;
  static final int CLKR_TIMEX_FREQ = 14;
  static final int CLKR_TIMEX_TICK = 15;
  static final int CLKR_TIMEX_MAXERROR = 16;
  static final int CLKR_TIMEX_ESTERROR = 17;
  static final int CLKR_LENGTH = 18;

  /** ENOSYS of errno.h, which the HPET's driver gives for a mapping that it does not allow. */
  static final int ENOSYS = 38;

  static {
    Native.register(NativeClock.class, NativeKernel.LIBRARY);
  }

  private NativeClock() {}

  static native void tw_clock_sample(long[] request, long[] result);
}
