/*
 * What the parts of the kernel share and the library does not export: the counter, threads that are
 * pinned to one CPU, and the certificate that a thread was on it.
 */
#ifndef TSCWATCH_PINNED_H
#define TSCWATCH_PINNED_H

#include "tscwatch_kernel.h"

#include <linux/rseq.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

#define NANOS_PER_SECOND 1000000000LL

/* The counter, read after all loads before it have completed. "memory" keeps the compiler from
 * moving loads and stores across. */
static inline __attribute__((always_inline)) uint64_t read_tsc(const enum tw_method method)
{
	uint32_t low, high;

	if (method == TW_METHOD_RDTSCP) {
		uint32_t aux;

		__asm__ volatile("rdtscp" : "=a"(low), "=d"(high), "=c"(aux) : : "memory");
	} else {
		__asm__ volatile("lfence\n\trdtsc" : "=a"(low), "=d"(high) : : "memory");
	}
	return (uint64_t)high << 32 | low;
}

uint64_t read_tsc_by(enum tw_method method);

int64_t clock_nanos(clockid_t id);

/*
 * A thread may never be scheduled: a real-time thread holds its CPU, or the CPU has just gone
 * offline. Then nobody can wait for it, so its memory is shared: whoever leaves last frees it.
 */
struct shared {
	atomic_int owners; /* the caller and its threads */
	void *allocation;
};

enum fate {
	RUNNING,
	ENDED,
	ABANDONED,
};

struct pinned {
	sem_t ended;
	atomic_int fate;
	struct shared *shared;
	void (*run)(void *allocation, int index);
	int index;
	bool started;
};

struct rseq_flag {
	uint32_t signature; /* the kernel wants the word before the abort address to be this */
	struct rseq_cs section;
};

struct witness {
	struct rseq *rseq; /* NULL: not to be used */
	struct rseq_flag *flag;
	int cpu;
	long switches;
};

/* Certifies blocks of a thread that is pinned to `cpu`; see "Certifying blocks". */
void witness_init(struct witness *w, struct rseq_flag *flag, int cpu, bool no_rseq);
bool on_cpu(const struct witness *w);
bool witness_begin(struct witness *w);
/* True if the thread was on its CPU, uninterrupted, ever since witness_begin. */
bool witness_end(struct witness *w);

#define SOLO_REQUEST_LENGTH 8
#define SOLO_ANSWER_LENGTH 24

struct solo_request {
	int64_t value[SOLO_REQUEST_LENGTH];
	int64_t sleeps_nanos; /* how long the thread may sleep, on top of the second it has */
	/* It opens nothing and waits for nothing: it may run in the caller's own thread, if that
	 * happens to be on the CPU, which saves a thread's beginning and end. */
	bool may_run_here;
};

/* One thread that measures something alone on its CPU. It may outlive its caller, so it opens and
 * closes what it needs itself, and everything it is asked and answers is in here. */
struct solo {
	struct shared shared;
	struct pinned thread;
	struct rseq_flag rseq_flag;
	int cpu;
	int32_t tries;
	enum tw_method method;
	bool lost;
	int64_t cpu_nanos_before; /* what the thread that runs it had used already */
	struct solo_request request;
	int64_t answer[SOLO_ANSWER_LENGTH];
};

_Static_assert((int)TW_GRAN_LENGTH <= SOLO_ANSWER_LENGTH, "room for this answer");
_Static_assert((int)TW_TIME_LENGTH <= SOLO_ANSWER_LENGTH, "room for this answer");

/*
 * Runs a function on one CPU and copies what it answered, of which the first two values are OUTCOME
 * and ERRNO. `request` may be NULL. Waits for a second at most, and as long as the thread may sleep.
 */
void run_solo(int32_t cpu, int32_t tries, const struct solo_request *request,
	      void (*run)(void *, int), int64_t *result, int length);

/* Where the kvmclock page is mapped, proven by a copy: loads from there are safe for as long as the
 * process lives, since the kernel takes the page from nobody. 0 where there is none. */
uintptr_t kvmclock_address(void);

#endif
