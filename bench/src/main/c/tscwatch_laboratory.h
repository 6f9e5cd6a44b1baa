/*
 * tscwatch_laboratory: the methods by which others judge two TSCs, beside the exchange itself, on one
 * pair of pinned threads that lives through a whole plan of runs.
 *
 * The exchange is the one of tscwatch_kernel.c, compiled in here, not a copy. The others are written
 * from descriptions of what they do (who compares what with what, and when), with two liberties that
 * are all in their favour: what a method needs lies on as few cache lines as it can, and nothing but
 * the method runs in its loop.
 */
#ifndef TSCWATCH_LABORATORY_H
#define TSCWATCH_LABORATORY_H

#include <stdint.h>

/* Raised with every change of an index or a meaning below; the binding refuses another value. */
#define TW_LAB_ABI 1

enum tw_lab_method {
	/* tscwatch's exchange, certified blocks and all. Proof: the interval excludes 0. */
	TW_LAB_EXCHANGE = 0,
	/* As Linux and Xen describe theirs: under a lock, previous = last, last = counter. Proof:
	 * previous > counter. The lock is fair, and shares its line with the value. */
	TW_LAB_LOCKED = 1,
	/* As OpenBSD: load the other's last value, read the counter, publish it. Proof: the other's
	 * value > counter. */
	TW_LAB_LOCKLESS = 2,
	/* As FreeBSD: three reads by both sides at once, a rendezvous before each. Proof: a read is
	 * not after the other side's read before the rendezvous between the two. */
	TW_LAB_RENDEZVOUS = 3,
	/* As tools in user space: A asks, B answers with its counter, A notes both its times; the
	 * round with the shortest way there and back counts. Proof: B's answer lies outside of it. */
	TW_LAB_PING_PONG = 4,
	/* Variants of the exchange's loop, without certified blocks: enum tw_lab_variant. */
	TW_LAB_VARIANT = 5,
};

/* What a variant does otherwise than TW_LAB_PLAIN, which is the loop of the kernel. */
enum tw_lab_variant {
	TW_LAB_PLAIN = 0,
	TW_LAB_RDTSCP = 1,	   /* RDTSCP for LFENCE; RDTSC */
	TW_LAB_NEIGHBOURS = 2,	   /* lines 64 bytes apart, which are fetched in pairs */
	TW_LAB_ONE_LINE = 3,	   /* both stamps in one line */
	TW_LAB_PREFETCHW = 4,	   /* PREFETCHW of the own line before the peer's is loaded */
	TW_LAB_PREFETCHW_LATE = 5, /* PREFETCHW of the own line between the load and the counter */
	TW_LAB_PAUSE = 6,	   /* PAUSE after each sample */
	TW_LAB_FRESH = 7,	   /* waits until the peer's stamp is a new one */
	TW_LAB_DRAIN = 8,	   /* MFENCE after the store */
	TW_LAB_JITTER = 9,	   /* a random number of PAUSEs, 0 to 7, after each sample */
	TW_LAB_ONE_WAY = 10,	   /* blocks in which A only writes and B only reads, in turns */
	TW_LAB_ONE_LINE_OWNED = 11, /* both in one line, taken for writing (PREFETCHW) before the load */
	TW_LAB_RING = 12,	   /* eight lines a side, one after the other, each waited for */
	TW_LAB_MIXED = 13,	   /* both stamps in one line, and a line each, in turns */
	TW_LAB_VARIANTS
};

/* One run of a plan. */
enum tw_lab_run {
	TW_LAB_RUN_METHOD,
	TW_LAB_RUN_VARIANT,
	TW_LAB_RUN_NANOS,    /* how long both sides measure */
	TW_LAB_RUN_OFFSET_B, /* planted: cycles added to every reading of B */
	TW_LAB_RUN_LENGTH
};

/* Improvements of an interval that are told, for deciding afterwards when one could have stopped. */
#define TW_LAB_STEPS 24

/* What one run answers. BOUNDED: LOWER and UPPER hold; the locked method has none. */
enum tw_lab_answer {
	TW_LAB_ANSWER_OUTCOME, /* enum tw_outcome */
	TW_LAB_ANSWER_BOUNDED,
	TW_LAB_ANSWER_LOWER,
	TW_LAB_ANSWER_UPPER,
	TW_LAB_ANSWER_PROVEN, /* 1: says that the counters disagree */
	TW_LAB_ANSWER_SAMPLES,
	TW_LAB_ANSWER_NANOS, /* that it really took */
	TW_LAB_ANSWER_STEPS, /* filled of the following, variants only */
	TW_LAB_ANSWER_FIRST_STEP, /* TW_LAB_STEPS pairs: nanoseconds since the start, width */
	TW_LAB_ANSWER_LENGTH = TW_LAB_ANSWER_FIRST_STEP + 2 * TW_LAB_STEPS
};


#define TW_LAB_API __attribute__((visibility("default")))

TW_LAB_API int32_t tw_lab_abi(void);

/*
 * Runs a plan of `count` rows of TW_LAB_RUN_LENGTH on CPUs a and b; `answers` receives count rows of
 * TW_LAB_ANSWER_LENGTH. Returns 0, or an errno value if the threads could not be had, or ETIMEDOUT
 * if they did not end in twenty times the planned time, 0.1 s a run and 5 s: then no answer counts. With a
 * `fifo_priority` above 0 both threads are SCHED_FIFO of that priority; EPERM if they may not be.
 */
TW_LAB_API int32_t tw_lab_run(int32_t cpu_a, int32_t cpu_b, const int64_t *plan, int64_t *answers,
			      int32_t count, int32_t fifo_priority);

/*
 * A loop that does the same work over and over on one CPU, as a program that cares for its latency
 * would: each iteration's time goes into `histogram`, whose bucket i counts iterations of i to i + 1
 * times `bucket_cycles` cycles; the last bucket counts all longer ones. `longest` receives the
 * longest in cycles. Returns 0 or an errno value.
 */
TW_LAB_API int32_t tw_lab_victim(int32_t cpu, int64_t nanos, int32_t work, int64_t bucket_cycles,
				 int64_t *histogram, int32_t buckets, int64_t *longest);

/* Makes `count` threads pinned to `cpu`, one after the other, each gone before the next; `nanos`
 * receives the time of each from its creation to its first instruction. Returns 0 or an errno value. */
TW_LAB_API int32_t tw_lab_thread_start(int32_t cpu, int64_t *nanos, int32_t count);

#endif
