/*
 * tscwatch_kernel: the part of tscwatch that must not be Java.
 *
 * Every function takes and returns 64-bit integers in arrays, indexed by the enums below, so that
 * the binding has no structure layout to get wrong. Times are nanoseconds, counters are TSC cycles.
 * Every function may be called from many threads at once. None of them keeps a pointer of the
 * caller, changes the caller's affinity, signals, or scheduling, or waits without a limit.
 */
#ifndef TSCWATCH_KERNEL_H
#define TSCWATCH_KERNEL_H

#include <stdint.h>

/* Raised with every change of an index or a meaning below; the binding refuses another value. */
#define TW_ABI 4

/* How the counter is read. Whichever is used, the read comes after the loads before it. */
enum tw_method {
	TW_METHOD_AUTO = 0,	   /* LFENCE where it is documented to wait for loads, else RDTSCP */
	TW_METHOD_LFENCE_RDTSC = 1,
	TW_METHOD_RDTSCP = 2,
};

/* What a pair exchange is asked. */
enum tw_request {
	TW_REQ_CPU_A,
	TW_REQ_CPU_B,
	TW_REQ_BUDGET_NANOS,	    /* time in which both sides answer each other */
	TW_REQ_START_TIMEOUT_NANOS, /* how long one side waits for the other to be scheduled */
	TW_REQ_OFFSET_A,	    /* planted: cycles added to every reading of A */
	TW_REQ_OFFSET_B,
	TW_REQ_RATE_A, /* planted: picoseconds a second that A gains from ORIGIN_A on */
	TW_REQ_RATE_B,
	TW_REQ_ORIGIN_A,
	TW_REQ_ORIGIN_B,
	TW_REQ_METHOD,	 /* enum tw_method */
	TW_REQ_NO_RSEQ,	 /* 1: verify CPUs without rseq, as on a kernel that has none */
	TW_REQ_LENGTH
};

/* How it ended. */
enum tw_outcome {
	TW_MEASURED = 0,
	TW_NOT_SCHEDULED = 1,	 /* DETAIL: the CPU whose thread did not come */
	TW_AFFINITY_REFUSED = 2, /* DETAIL: that CPU; ERRNO: why */
	TW_CPU_LOST = 3,	 /* DETAIL: the CPU that was lost */
	TW_NO_SAMPLES = 4,
	TW_NO_RESOURCES = 5, /* ERRNO: why */
	TW_TSC_DISABLED = 6,
	TW_BAD_REQUEST = 7,
	TW_WENT_BACK = 8, /* DETAIL: the CPU whose own counter went back meanwhile */
};

/* What a pair exchange answers. The samples mean something only if OUTCOME is TW_MEASURED. */
enum tw_result {
	TW_RES_OUTCOME,
	TW_RES_ERRNO,
	TW_RES_DETAIL,
	TW_RES_AB_SENT, /* best sample A to B: A's counter, then B's */
	TW_RES_AB_RECEIVED,
	TW_RES_AB_SAMPLES,
	TW_RES_BA_SENT, /* best sample B to A: B's counter, then A's */
	TW_RES_BA_RECEIVED,
	TW_RES_BA_SAMPLES,
	TW_RES_BLOCKS_KEPT,
	TW_RES_BLOCKS_DROPPED,
	TW_RES_MIGRATIONS,
	TW_RES_STARTED_NANOS,  /* CLOCK_MONOTONIC */
	TW_RES_FINISHED_NANOS, /* CLOCK_MONOTONIC */
	TW_RES_CPU_NANOS,      /* CPU time of both threads */
	TW_RES_METHOD,	       /* enum tw_method that was used, never AUTO */
	TW_RES_RSEQ,	       /* 1 if the CPUs were verified by rseq on both sides */
	TW_RES_LENGTH
};

/* What tw_granularity answers. */
enum tw_granularity {
	TW_GRAN_OUTCOME,
	TW_GRAN_ERRNO,
	TW_GRAN_STEP_CYCLES,
	TW_GRAN_SMALLEST_DELTA_CYCLES,
	TW_GRAN_READS,
	TW_GRAN_LENGTH
};

/* What tw_time_sample answers. */
enum tw_time {
	TW_TIME_OUTCOME,
	TW_TIME_ERRNO,
	TW_TIME_TSC_BEFORE,
	TW_TIME_TSC_AFTER,
	TW_TIME_MONOTONIC_NANOS,
	TW_TIME_MONOTONIC_RAW_NANOS,
	TW_TIME_BOOTTIME_NANOS,
	TW_TIME_REALTIME_NANOS,
	TW_TIME_LENGTH
};

/* Where tw_kvmclock_page found the page. */
enum tw_kvmclock {
	TW_KVMCLOCK_ABSENT = 0,
	TW_KVMCLOCK_VVAR_VCLOCK = 1, /* first page of [vvar_vclock] */
	TW_KVMCLOCK_VVAR = 2,	     /* second page of [vvar] */
};

#define TW_API __attribute__((visibility("default")))

/* TW_ABI of this library. */
TW_API int32_t tw_abi(void);

/*
 * Measures `count` pairs at the same time, each with two threads of its own that are pinned to one
 * CPU each. `requests` holds count x TW_REQ_LENGTH values, `results` receives count x TW_RES_LENGTH.
 * No CPU may occur twice. Returns when the last pair has ended, at the latest about START_TIMEOUT +
 * 10 x BUDGET + 1 s after the call; a thread that was never scheduled is abandoned by then and ends
 * by itself when it is.
 */
TW_API void tw_exchange(const int64_t *requests, int64_t *results, int32_t count);

/* Reads one CPU's counter `reads` times in a row and answers the step in which it moves. */
TW_API void tw_granularity(int32_t cpu, int32_t reads, int64_t *result);

/* Reads the system clocks between two counter reads on one CPU; the narrowest of `tries`. */
TW_API void tw_time_sample(int32_t cpu, int32_t tries, int64_t *result);

/* Executes CPUID on whatever CPU the caller is; `registers` receives EAX, EBX, ECX, EDX. */
TW_API void tw_cpuid(int32_t leaf, int32_t subleaf, int32_t *registers);

/*
 * Copies the 32 bytes of the kvmclock page that the kernel maps into every process, without ever
 * touching the page by a load of its own: where there is none, that would be a SIGBUS. Returns an
 * enum tw_kvmclock.
 */
TW_API int32_t tw_kvmclock_page(int8_t *bytes);

/* Threads that were abandoned because their CPU never ran them, and have not ended yet. */
TW_API int32_t tw_abandoned_threads(void);

#endif
