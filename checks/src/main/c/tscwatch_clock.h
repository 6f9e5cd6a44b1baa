/*
 * Clocks other than the TSC, each read between two reads of the counter on one CPU. The conventions
 * are those of tscwatch_kernel.h.
 *
 * The clock showed VALUE at some moment between TSC_BEFORE and TSC_AFTER. Whatever delays the thread
 * meanwhile only widens the bracket.
 */
#ifndef TSCWATCH_CLOCK_H
#define TSCWATCH_CLOCK_H

#include "tscwatch_kernel.h"

enum tw_clock {
	TW_CLOCK_HPET = 0,	    /* main counter, by mmap of /dev/hpet */
	TW_CLOCK_ACPI_PM = 1,	    /* DETAIL: its I/O port */
	TW_CLOCK_RTC = 2,	    /* one update of the CMOS clock's seconds */
	TW_CLOCK_PTP = 3,	    /* DETAIL: N of /dev/ptpN */
	TW_CLOCK_REALTIME = 4,	    /* CLOCK_REALTIME, with what adjtimex(2) says of it */
	TW_CLOCK_MONOTONIC_RAW = 5, /* CLOCK_MONOTONIC_RAW */
	TW_CLOCK_KVMCLOCK = 6,	    /* what the kvmclock page makes of the counter */
};

enum tw_clock_request {
	TW_CLK_CLOCK, /* enum tw_clock */
	TW_CLK_CPU,
	TW_CLK_TRIES,
	TW_CLK_DETAIL,
	TW_CLK_SLOW_CYCLES, /* a bracket wider than this is counted as slow */
	TW_CLK_WAIT_NANOS,  /* RTC: sleeps so long first, 0 to 2 s */
	TW_CLK_POLL_NANOS,  /* RTC: pause between two looks, 20 us to 100 ms */
	TW_CLK_TSC_KILOHERTZ, /* PTP: of the TSC while it is the clocksource, else 0 */
	TW_CLK_REQUEST_LENGTH
};

/* OUTCOME and ERRNO are those of tw_exchange, and these: */
enum tw_clock_outcome {
	TW_CLOCK_ABSENT = 16,	/* no such device or file; ERRNO */
	TW_CLOCK_REFUSED = 17,	/* EPERM or EACCES */
	TW_CLOCK_BUSY = 18,	/* in use by another program */
	TW_CLOCK_UNREADABLE = 19, /* ERRNO */
	TW_CLOCK_NO_EDGE = 20,	/* the RTC's seconds did not change while it was watched */
};

/* Which reading of a PTP clock gave the bracket. */
enum tw_ptp_method {
	TW_PTP_PLAIN = 0,    /* clock_gettime(2) of the device */
	TW_PTP_EXTENDED = 1, /* PTP_SYS_OFFSET_EXTENDED */
	TW_PTP_PRECISE = 2,  /* PTP_SYS_OFFSET_PRECISE */
};

enum tw_clock_result {
	TW_CLKR_OUTCOME,
	TW_CLKR_ERRNO,
	TW_CLKR_TSC_BEFORE,
	TW_CLKR_TSC_AFTER,
	TW_CLKR_VALUE,	/* ticks; nanoseconds; RTC: the second that began */
	TW_CLKR_DETAIL, /* HPET: its capability register; PTP: enum tw_ptp_method; kvmclock: flags */
	TW_CLKR_READS,	/* certified brackets */
	TW_CLKR_MEDIAN_CYCLES,
	TW_CLKR_WIDEST_CYCLES,
	TW_CLKR_SLOW_READS,
	TW_CLKR_CPU_NANOS,
	/* of struct timex: CLOCK_REALTIME, and PTP clocks that tell */
	TW_CLKR_TIMEX, /* 1 if the following were read */
	TW_CLKR_TIMEX_STATE,
	TW_CLKR_TIMEX_STATUS,
	TW_CLKR_TIMEX_FREQ,
	TW_CLKR_TIMEX_TICK,
	TW_CLKR_TIMEX_MAXERROR,
	TW_CLKR_TIMEX_ESTERROR,
	TW_CLKR_LENGTH
};

/*
 * Reads one clock on one CPU, the narrowest bracket of TW_CLK_TRIES. `request` holds
 * TW_CLK_REQUEST_LENGTH values, `result` receives TW_CLKR_LENGTH. Changes no clock. Returns within a
 * second; for the RTC, that long after TW_CLK_WAIT_NANOS.
 */
TW_API void tw_clock_sample(const int64_t *request, int64_t *result);

#endif
