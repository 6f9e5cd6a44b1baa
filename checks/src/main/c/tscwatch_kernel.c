/*
 * The exchange kernel. See tscwatch_kernel.h for the contract and docs for the proof; in short:
 *
 * Each side loops: load the peer's stamp, then read the own counter, then publish that reading as
 * the own stamp. A stamp that arrives was read on the other CPU before it was published, published
 * before it was loaded, and loaded before the own counter was read. So
 *
 *	own reading - stamp  =  offset(own - peer) + time that passed  >=  offset(own - peer)
 *
 * and the smallest difference seen is an upper bound of the offset. Whatever delays a side (an
 * interrupt, an SMI, a hypervisor, a busy bus) only makes differences larger. Two things have to
 * hold for this, and are made to hold here:
 *
 *  - The load is complete before the counter is read: LFENCE between the two, which Intel documents
 *    to wait for prior loads (SDM vol. 2, LFENCE) and AMD where CPUID 8000_0021 EAX[2] is set (APM
 *    vol. 3); RDTSCP elsewhere, which waits for all prior loads on both. The store needs no fence:
 *    what it stores is the counter reading.
 *  - Each side is on its CPU whenever it reads its counter: see "Certifying blocks" below.
 *
 * And one thing that no side can make hold is watched for instead: that all counters go on. A suspend
 * (S3 resets the counter on many machines) or a hypervisor that restores a guest sets all of them
 * back together, while no thread sees more than a delay. A stamp from before it, loaded after it,
 * would be "in the future", and would prove an offset that never was. Whoever sees the own counter
 * go back says so, and the pair gives no bounds. Setting them forward only makes differences larger.
 */
#define _GNU_SOURCE
#include "tscwatch_kernel.h"
#include "tscwatch_pinned.h"

#include <cpuid.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/rseq.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* Two lines, because adjacent lines are fetched in pairs. */
#define LINE_BYTES 128

/* Samples in one block: about 10 us. Long enough that its bookkeeping does not count, short enough
 * that a preemption costs little. */
#define BLOCK_SAMPLES 128

/* Fresh stamps in a block from a peer that was running beside it: half of the samples are, mostly. */
#define ANSWERED_SAMPLES 8

/* The best blocks of each side that are kept until both sides' blocks are certified. If the best is
 * not certified the next one serves. */
#define BEST_BLOCKS 16

/* Blocks that were not certified are listed; a side that has seen so many gives up measuring. */
#define BAD_BLOCKS 1024

/* A side that waits for the other spins at first, because the other is mostly about to come, and
 * then sleeps, because a watchdog must not be the disturbance. */
#define SPIN_NANOS 200000LL
#define SHORTEST_NAP_NANOS 50000LL
/* How long it spins between two naps: enough for two that nap to find each other awake. */
#define GLANCE_NANOS 100000LL
#define LONGEST_NAP_NANOS 400000LL

/* Far more than is used: thread-local storage of the host program's libraries is taken from it. */
#define STACK_BYTES (256 * 1024)

/* A library that is asked every second must not pile up threads on a CPU that never runs them. */
#define MAX_ABANDONED 64

static atomic_int abandoned_threads;

int32_t tw_abi(void)
{
	return TW_ABI;
}

int32_t tw_abandoned_threads(void)
{
	return atomic_load(&abandoned_threads);
}

int64_t clock_nanos(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return ts.tv_sec * NANOS_PER_SECOND + ts.tv_nsec;
}

static int64_t monotonic_nanos(void)
{
	return clock_nanos(CLOCK_MONOTONIC);
}

/* Sleeps, and makes the next sleep longer: the longer the peer was away, the less is lost. */
static void nap(int64_t *nanos)
{
	struct timespec ts = { 0, *nanos };

	nanosleep(&ts, NULL);
	if (*nanos < LONGEST_NAP_NANOS)
		*nanos *= 2;
}

/* ---- Reading the counter ------------------------------------------------------------------- */

uint64_t read_tsc_by(enum tw_method method)
{
	return method == TW_METHOD_RDTSCP ? read_tsc(TW_METHOD_RDTSCP) :
					    read_tsc(TW_METHOD_LFENCE_RDTSC);
}

/* "HygonGenuine"; <cpuid.h> does not have it. */
#define HYGON_EBX 0x6f677948U
#define HYGON_ECX 0x656e6975U

/*
 * LFENCE waits for loads on Intel and its like by definition. On AMD it does where the core says so
 * (CPUID 8000_0021 EAX[2], "LFENCE always serializing") or where the kernel has set an MSR that a
 * program cannot see; there RDTSCP is certain, a few nanoseconds wider.
 */
static enum tw_method certain_method(void)
{
	uint32_t a, b, c, d;
	bool amd;

	__cpuid(0, a, b, c, d);
	amd = (b == signature_AMD_ebx && c == signature_AMD_ecx) ||
	      (b == HYGON_EBX && c == HYGON_ECX);
	if (!amd)
		return TW_METHOD_LFENCE_RDTSC;
	__cpuid(0x80000000, a, b, c, d);
	if (a >= 0x80000021) {
		__cpuid(0x80000021, a, b, c, d);
		if (a & 1U << 2)
			return TW_METHOD_LFENCE_RDTSC;
	}
	__cpuid(0x80000001, a, b, c, d);
	return d & 1U << 27 ? TW_METHOD_RDTSCP : TW_METHOD_LFENCE_RDTSC;
}

/* RDTSC raises SIGSEGV where prctl(PR_SET_TSC, PR_TSC_SIGSEGV) was called (prctl(2)). */
static bool tsc_disabled(void)
{
	int mode = PR_TSC_ENABLE;

	return prctl(PR_GET_TSC, &mode) == 0 && mode == PR_TSC_SIGSEGV;
}

/* ---- Threads pinned to one CPU --------------------------------------------------------------- */

static void release(struct shared *shared)
{
	void *allocation = shared->allocation;

	if (atomic_fetch_sub(&shared->owners, 1) == 1)
		free(allocation);
}

static void *pinned_main(void *argument)
{
	struct pinned *self = argument;
	int running = RUNNING;

	self->run(self->shared->allocation, self->index);
	if (atomic_compare_exchange_strong(&self->fate, &running, ENDED))
		sem_post(&self->ended);
	else
		atomic_fetch_sub(&abandoned_threads, 1);
	release(self->shared);
	return NULL;
}

/* Zeroed memory of whole lines with one owner, the caller; `shared` lies `offset` bytes into it. */
static void *allocate_shared(size_t size, size_t offset)
{
	size_t whole = (size + LINE_BYTES - 1) / LINE_BYTES * LINE_BYTES;
	void *allocation = aligned_alloc(LINE_BYTES, whole);

	if (!allocation)
		return NULL;
	memset(allocation, 0, whole);
	struct shared *shared = (struct shared *)((char *)allocation + offset);

	shared->allocation = allocation;
	atomic_init(&shared->owners, 1);
	return allocation;
}

static int create_pinned(struct pinned *thread, int cpu)
{
	size_t bytes = CPU_ALLOC_SIZE(cpu + 1);
	cpu_set_t *cpus = CPU_ALLOC(cpu + 1);
	pthread_attr_t attributes;
	pthread_t id;

	if (!cpus)
		return ENOMEM;
	CPU_ZERO_S(bytes, cpus);
	CPU_SET_S(cpu, bytes, cpus);
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_BYTES);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	int error = pthread_attr_setaffinity_np(&attributes, bytes, cpus);

	if (!error)
		error = pthread_create(&id, &attributes, pinned_main, thread);
	pthread_attr_destroy(&attributes);
	CPU_FREE(cpus);
	return error;
}

/* Starts a thread on one CPU, with every signal blocked: they are the host program's. Returns an
 * errno; EINVAL is the kernel's word for a CPU that may not be used. */
static int start_pinned(struct pinned *thread, struct shared *shared, int cpu)
{
	sigset_t all, before;

	thread->shared = shared;
	sem_init(&thread->ended, 0, 0);
	atomic_fetch_add(&shared->owners, 1);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int error = create_pinned(thread, cpu);

	pthread_sigmask(SIG_SETMASK, &before, NULL);
	thread->started = error == 0;
	if (error)
		atomic_fetch_sub(&shared->owners, 1);
	return error;
}

/* Waits for a thread until a moment of CLOCK_MONOTONIC; abandons it then. True if it has ended.
 * Not pthread_join: that would wait without limit for a thread that loses its CPU at its very end. */
static bool await_pinned(struct pinned *thread, int64_t deadline_nanos)
{
	struct timespec deadline = {
		.tv_sec = deadline_nanos / NANOS_PER_SECOND,
		.tv_nsec = deadline_nanos % NANOS_PER_SECOND,
	};
	int running = RUNNING;

	if (!thread->started)
		return false;
	while (sem_clockwait(&thread->ended, CLOCK_MONOTONIC, &deadline) != 0 && errno == EINTR)
		;
	if (atomic_load(&thread->fate) == ENDED)
		return true;
	atomic_fetch_add(&abandoned_threads, 1);
	if (atomic_compare_exchange_strong(&thread->fate, &running, ABANDONED))
		return false;
	/* It ended just now. */
	atomic_fetch_sub(&abandoned_threads, 1);
	return true;
}

static enum tw_outcome outcome_of_start(int error)
{
	return error == EINVAL || error == EPERM ? TW_AFFINITY_REFUSED : TW_NO_RESOURCES;
}

/* ---- Certifying blocks ---------------------------------------------------------------------- */

/*
 * A block counts only if its thread was on its own CPU from its first reading to its last. The
 * thread is pinned, so it can only be elsewhere if somebody changes its affinity or takes the CPU
 * away; but "pinned" is what was asked, and this is what is checked:
 *
 * With rseq (rseq(2), registered by glibc 2.35 and later for every thread): the kernel keeps the
 * current CPU number in user memory, and clears the rseq_cs pointer there whenever it preempts,
 * migrates or signals the thread while it is outside of the critical section that the pointer
 * describes. A descriptor of an empty section is therefore a flag that any loss of the CPU clears.
 * It costs two plain stores and loads a block and nothing a sample.
 *
 * Without: the CPU number before and after, and no context switch between (getrusage(2)).
 */
/* RSEQ_SIG of x86, in glibc's <bits/rseq.h>. */
#define X86_RSEQ_SIGNATURE 0x53053053U

static struct rseq *registered_rseq(void)
{
	const ptrdiff_t *offset = dlsym(RTLD_DEFAULT, "__rseq_offset");
	const unsigned int *size = dlsym(RTLD_DEFAULT, "__rseq_size");
	struct rseq *area;

	if (!offset || !size || *size == 0)
		return NULL;
	area = (struct rseq *)((char *)__builtin_thread_pointer() + *offset);
	/* A negative number: not registered (RSEQ_CPU_ID_UNINITIALIZED and its like). */
	return (int32_t)__atomic_load_n(&area->cpu_id, __ATOMIC_RELAXED) < 0 ? NULL : area;
}

void witness_init(struct witness *w, struct rseq_flag *flag, int cpu, bool no_rseq)
{
	w->cpu = cpu;
	w->flag = flag;
	w->rseq = no_rseq ? NULL : registered_rseq();
	flag->signature = X86_RSEQ_SIGNATURE;
	memset(&flag->section, 0, sizeof(flag->section));
	/* Never jumped to: the section is empty. It has to be a user address after a signature. */
	flag->section.abort_ip = (uintptr_t)&flag->signature + sizeof(flag->signature);
}

static long context_switches(void)
{
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage);
	return usage.ru_nvcsw + usage.ru_nivcsw;
}

bool on_cpu(const struct witness *w)
{
	if (w->rseq)
		return __atomic_load_n(&w->rseq->cpu_id, __ATOMIC_RELAXED) == (uint32_t)w->cpu;
	return sched_getcpu() == w->cpu;
}

bool witness_begin(struct witness *w)
{
	if (w->rseq)
		__atomic_store_n(&w->rseq->rseq_cs, (uintptr_t)&w->flag->section, __ATOMIC_SEQ_CST);
	else
		w->switches = context_switches();
	return on_cpu(w);
}

/* True if the thread was on its CPU, uninterrupted, ever since witness_begin. */
bool witness_end(struct witness *w)
{
	if (!w->rseq)
		return on_cpu(w) && context_switches() == w->switches;
	/* The CPU first: a preemption between the two loads is then seen by the second. */
	bool here = on_cpu(w);

	return __atomic_exchange_n(&w->rseq->rseq_cs, 0, __ATOMIC_SEQ_CST) != 0 && here;
}

/* ---- The exchange --------------------------------------------------------------------------- */

/* What one side shows the other, alone on its lines. `block` is written before the stamps of that
 * block; x86 keeps the order of stores and of loads, and the atomics keep the compiler's. */
struct line {
	_Alignas(LINE_BYTES) _Atomic uint64_t stamp;
	_Atomic uint64_t block;
};

struct block_best {
	int64_t difference; /* received - sent */
	uint64_t sent;
	uint64_t received;
	uint64_t own_block;
	uint64_t peer_first; /* the peer's blocks that the stamp can be of, both included */
	uint64_t peer_last;
};

struct side {
	_Alignas(LINE_BYTES) int cpu;
	int64_t plant_offset;
	int64_t plant_rate;
	uint64_t plant_origin;
	struct rseq_flag rseq_flag;

	/* Written by the side's thread, read by the caller after it has ended. */
	int outcome;
	bool went_back;
	bool used_rseq;
	uint64_t samples;
	uint64_t blocks;
	uint64_t migrations;
	int64_t started_nanos;
	int64_t finished_nanos;
	int64_t cpu_nanos;
	int best_count;
	struct block_best best[BEST_BLOCKS];
	uint32_t bad_count;
	uint64_t bad[BAD_BLOCKS];
};

enum pair_state {
	ARRIVED_A = 1,
	ARRIVED_B = 2,
	BOTH = ARRIVED_A | ARRIVED_B,
	CANCELLED = 4,
};

struct pair {
	struct line line[2];
	_Alignas(LINE_BYTES) atomic_int state;
	atomic_bool stop;
	struct shared shared;
	struct pinned thread[2];
	struct side side[2];
	int64_t budget_nanos;
	int64_t start_timeout_nanos;
	enum tw_method method;
	bool no_rseq;
};

enum plant {
	PLANT_NOTHING,
	PLANT_OFFSET,
	PLANT_RATE,
};

static inline __attribute__((always_inline)) uint64_t planted(const struct side *side, uint64_t tsc,
							      const enum plant plant)
{
	if (plant == PLANT_NOTHING)
		return tsc;
	tsc += (uint64_t)side->plant_offset;
	if (plant == PLANT_RATE) {
		__int128 age = (int64_t)(tsc - side->plant_origin);

		tsc += (uint64_t)(int64_t)(age * side->plant_rate / 1000000000000LL);
	}
	return tsc;
}

struct block {
	int64_t difference;
	uint64_t sent;
	uint64_t received;
	uint64_t last_seen; /* the last stamp seen, to count fresh ones across blocks */
	uint64_t last_own;  /* the last own reading, to see the own counter go back across blocks */
	uint64_t fresh;
	bool went_back;
};

/*
 * One block of samples: the loop that everything is about. Specialized by its two constants, so
 * that nothing is decided inside it.
 */
static inline __attribute__((always_inline)) void exchange_block(const struct side *side,
								 struct line *mine,
								 struct line *theirs,
								 struct block *block,
								 const enum tw_method method,
								 const enum plant plant)
{
	int64_t smallest = INT64_MAX;
	uint64_t best_sent = 0, best_received = 0, fresh = 0, last = block->last_seen;
	uint64_t own = block->last_own;
	bool went_back = false;

	for (int i = 0; i < BLOCK_SAMPLES; i++) {
		uint64_t sent = atomic_load_explicit(&theirs->stamp, memory_order_relaxed);
		uint64_t now = planted(side, read_tsc(method), plant);

		atomic_store_explicit(&mine->stamp, now, memory_order_relaxed);
		int64_t difference = (int64_t)(now - sent);

		fresh += sent != last;
		last = sent;
		went_back |= (int64_t)(now - own) < 0;
		own = now;
		if (difference < smallest) {
			smallest = difference;
			best_sent = sent;
			best_received = now;
		}
	}
	block->difference = smallest;
	block->sent = best_sent;
	block->received = best_received;
	block->last_seen = last;
	block->last_own = own;
	block->fresh = fresh;
	block->went_back |= went_back;
}

#define BLOCK_VARIANT(name, method, plant)                                                         \
	static __attribute__((noinline)) void name(const struct side *side, struct line *mine,     \
						   struct line *theirs, struct block *block)       \
	{                                                                                          \
		exchange_block(side, mine, theirs, block, method, plant);                          \
	}

BLOCK_VARIANT(lfence_plain, TW_METHOD_LFENCE_RDTSC, PLANT_NOTHING)
BLOCK_VARIANT(lfence_offset, TW_METHOD_LFENCE_RDTSC, PLANT_OFFSET)
BLOCK_VARIANT(lfence_rate, TW_METHOD_LFENCE_RDTSC, PLANT_RATE)
BLOCK_VARIANT(rdtscp_plain, TW_METHOD_RDTSCP, PLANT_NOTHING)
BLOCK_VARIANT(rdtscp_offset, TW_METHOD_RDTSCP, PLANT_OFFSET)
BLOCK_VARIANT(rdtscp_rate, TW_METHOD_RDTSCP, PLANT_RATE)

typedef void block_function(const struct side *, struct line *, struct line *, struct block *);

static enum plant plant_of(const struct side *side)
{
	if (side->plant_rate)
		return PLANT_RATE;
	return side->plant_offset ? PLANT_OFFSET : PLANT_NOTHING;
}

static block_function *block_function_for(const struct side *side, enum tw_method method)
{
	static block_function *const functions[2][3] = {
		{ lfence_plain, lfence_offset, lfence_rate },
		{ rdtscp_plain, rdtscp_offset, rdtscp_rate },
	};

	return functions[method == TW_METHOD_RDTSCP][plant_of(side)];
}

static uint64_t one_stamp(const struct side *side, enum tw_method method)
{
	return planted(side, read_tsc_by(method), plant_of(side));
}

/* Keeps the block among the best, in ascending order of its difference. */
static void keep_best(struct side *side, const struct block_best *candidate)
{
	int at = side->best_count;

	if (at == BEST_BLOCKS) {
		if (candidate->difference >= side->best[BEST_BLOCKS - 1].difference)
			return;
		at--;
	} else {
		side->best_count++;
	}
	for (; at > 0 && side->best[at - 1].difference > candidate->difference; at--)
		side->best[at] = side->best[at - 1];
	side->best[at] = *candidate;
}

/*
 * Waits until both sides are on their CPUs. The state is one word, so that a side that gives up and
 * a side that comes at the same moment cannot both be right. Returns false if the pair is off.
 */
static bool meet(struct pair *pair, int index)
{
	int own = index ? ARRIVED_B : ARRIVED_A;
	int64_t arrived_nanos = monotonic_nanos(), nap_nanos = SHORTEST_NAP_NANOS;

	if (atomic_fetch_or(&pair->state, own) & CANCELLED)
		return false;
	for (;;) {
		for (int i = 0; i < 32; i++) {
			int state = atomic_load(&pair->state);

			if ((state & BOTH) == BOTH)
				return true;
			if (state & CANCELLED)
				return false;
			__builtin_ia32_pause();
		}
		int64_t waited = monotonic_nanos() - arrived_nanos;

		if (waited > pair->start_timeout_nanos) {
			int alone = own;

			if (atomic_compare_exchange_strong(&pair->state, &alone, own | CANCELLED))
				return false;
		} else if (waited > SPIN_NANOS) {
			nap(&nap_nanos);
		}
	}
}

/* The budget is time in which the peer answers; this is the limit in which it has to. On a machine
 * with ten busy threads a CPU, a side may be away for tens of milliseconds at a time. */
static int64_t wall_limit_nanos(int64_t budget_nanos)
{
	return 10 * budget_nanos + 200000000LL;
}

/* Runs blocks until the budget is used, the other side has stopped, or the CPU is lost. */
static void exchange(struct pair *pair, int index, struct witness *witness)
{
	struct side *side = &pair->side[index];
	struct line *mine = &pair->line[index], *theirs = &pair->line[!index];
	block_function *run = block_function_for(side, pair->method);
	struct block block = {
		.last_seen = atomic_load(&theirs->stamp),
		.last_own = atomic_load(&mine->stamp),
	};
	int64_t now = monotonic_nanos(), end = now + wall_limit_nanos(pair->budget_nanos);
	int64_t productive_nanos = 0, silent_nanos = 0, patience_nanos = SPIN_NANOS;
	int64_t nap_nanos = SHORTEST_NAP_NANOS;
	uint64_t own_block = 0;

	side->started_nanos = now;
	while (productive_nanos < pair->budget_nanos && now < end && !side->went_back &&
	       !atomic_load_explicit(&pair->stop, memory_order_relaxed)) {
		atomic_store_explicit(&mine->block, ++own_block, memory_order_release);
		uint64_t peer_first = atomic_load_explicit(&theirs->block, memory_order_acquire);
		bool certified = witness_begin(witness);

		run(side, mine, theirs, &block);
		certified = witness_end(witness) && certified;
		uint64_t peer_last = atomic_load_explicit(&theirs->block, memory_order_acquire);
		int64_t then = now;

		now = monotonic_nanos();
		/* Certified or not: a suspended thread was switched out, too. */
		side->went_back = block.went_back;
		if (!certified) {
			side->bad[side->bad_count++] = own_block;
			if (!on_cpu(witness)) {
				side->migrations++;
				side->outcome = TW_CPU_LOST;
				break;
			}
			if (side->bad_count == BAD_BLOCKS)
				break;
		} else if (block.fresh) {
			/* The first stamp seen may still be of the block before peer_first. */
			keep_best(side, &(struct block_best){
						.difference = block.difference,
						.sent = block.sent,
						.received = block.received,
						.own_block = own_block,
						.peer_first = peer_first ? peer_first - 1 : 0,
						.peer_last = peer_last,
					});
			side->samples += block.fresh;
			/* Interrupted, or with a peer that is napping, it is no time spent measuring. */
			if (block.fresh >= ANSWERED_SAMPLES)
				productive_nanos += now - then;
		}
		/*
		 * A stamp or two say that the peer was here since, not that it is: where a hypervisor runs
		 * both CPUs in turns on one of its own, each sees one at each of its turns. Then sleeping is
		 * not only cheaper: who wakes up is given a CPU that is free, who spins is left where it is.
		 */
		if (block.fresh >= ANSWERED_SAMPLES) {
			silent_nanos = 0;
			patience_nanos = SPIN_NANOS;
			nap_nanos = SHORTEST_NAP_NANOS;
		} else if (!block.fresh && (silent_nanos += now - then) > patience_nanos) {
			nap(&nap_nanos);
			now = monotonic_nanos();
			silent_nanos = 0;
			patience_nanos = GLANCE_NANOS;
		}
	}
	atomic_store(&pair->stop, true);
	side->blocks = own_block;
	side->finished_nanos = now;
}

static void side_run(void *allocation, int index)
{
	struct pair *pair = allocation;
	struct side *side = &pair->side[index];
	struct witness witness;

	witness_init(&witness, &side->rseq_flag, side->cpu, pair->no_rseq);
	side->used_rseq = witness.rseq != NULL;
	/* The stamp of "block 0", so that the peer never sees a value that is no reading. */
	bool certified = witness_begin(&witness);

	atomic_store(&pair->line[index].stamp, one_stamp(side, pair->method));
	certified = witness_end(&witness) && certified;
	if (!certified)
		side->bad[side->bad_count++] = 0;
	if (!on_cpu(&witness)) {
		side->migrations++;
		side->outcome = TW_CPU_LOST;
		atomic_store(&pair->stop, true);
		atomic_fetch_or(&pair->state, CANCELLED);
	} else if (meet(pair, index)) {
		exchange(pair, index, &witness);
	} else {
		side->outcome = TW_NOT_SCHEDULED;
	}
	side->cpu_nanos = clock_nanos(CLOCK_THREAD_CPUTIME_ID);
}

static bool any_bad(const struct side *side, uint64_t first, uint64_t last)
{
	/* Ascending, and short: a linear look from the end is cheapest for what is asked. */
	for (uint32_t i = side->bad_count; i > 0 && side->bad[i - 1] >= first; i--)
		if (side->bad[i - 1] <= last)
			return true;
	return false;
}

/* The smallest difference that `receiver` saw in a block that both sides certify; else NULL. */
static const struct block_best *certified_best(const struct side *receiver,
					       const struct side *sender)
{
	for (int i = 0; i < receiver->best_count; i++) {
		const struct block_best *best = &receiver->best[i];

		if (!any_bad(sender, best->peer_first, best->peer_last))
			return best;
	}
	return NULL;
}

static int64_t max64(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Both threads have ended: what did they find? Their `fate` orders their writes before this. */
static void conclude(const struct pair *pair, int64_t *result)
{
	const struct side *a = &pair->side[0], *b = &pair->side[1];

	result[TW_RES_BLOCKS_DROPPED] = (int64_t)a->bad_count + b->bad_count;
	result[TW_RES_BLOCKS_KEPT] = (int64_t)(a->blocks + b->blocks) -
				     result[TW_RES_BLOCKS_DROPPED];
	if (result[TW_RES_BLOCKS_KEPT] < 0) /* block 0 is counted only if it is bad */
		result[TW_RES_BLOCKS_KEPT] = 0;
	result[TW_RES_MIGRATIONS] = (int64_t)(a->migrations + b->migrations);
	result[TW_RES_STARTED_NANOS] = max64(a->started_nanos, b->started_nanos);
	result[TW_RES_FINISHED_NANOS] = max64(a->finished_nanos, b->finished_nanos);
	result[TW_RES_CPU_NANOS] = a->cpu_nanos + b->cpu_nanos;
	result[TW_RES_RSEQ] = a->used_rseq && b->used_rseq;
	for (int i = 0; i < 2; i++) {
		if (pair->side[i].outcome == TW_CPU_LOST) {
			result[TW_RES_OUTCOME] = TW_CPU_LOST;
			result[TW_RES_DETAIL] = pair->side[i].cpu;
			return;
		}
	}
	for (int i = 0; i < 2; i++) {
		if (pair->side[i].outcome == TW_NOT_SCHEDULED) {
			/* The one that came waited for the other. */
			result[TW_RES_OUTCOME] = TW_NOT_SCHEDULED;
			result[TW_RES_DETAIL] = pair->side[!i].cpu;
			return;
		}
	}
	for (int i = 0; i < 2; i++) {
		if (pair->side[i].went_back) {
			result[TW_RES_OUTCOME] = TW_WENT_BACK;
			result[TW_RES_DETAIL] = pair->side[i].cpu;
			return;
		}
	}
	const struct block_best *ab = certified_best(b, a), *ba = certified_best(a, b);

	result[TW_RES_AB_SAMPLES] = (int64_t)b->samples;
	result[TW_RES_BA_SAMPLES] = (int64_t)a->samples;
	if (!ab || !ba) {
		result[TW_RES_OUTCOME] = TW_NO_SAMPLES;
		return;
	}
	result[TW_RES_OUTCOME] = TW_MEASURED;
	result[TW_RES_AB_SENT] = (int64_t)ab->sent;
	result[TW_RES_AB_RECEIVED] = (int64_t)ab->received;
	result[TW_RES_BA_SENT] = (int64_t)ba->sent;
	result[TW_RES_BA_RECEIVED] = (int64_t)ba->received;
}

static bool good_request(const int64_t *request)
{
	int64_t a = request[TW_REQ_CPU_A], b = request[TW_REQ_CPU_B];

	return a >= 0 && b >= 0 && a != b && a <= UINT16_MAX && b <= UINT16_MAX &&
	       request[TW_REQ_BUDGET_NANOS] > 0 &&
	       request[TW_REQ_BUDGET_NANOS] <= 60 * NANOS_PER_SECOND &&
	       request[TW_REQ_START_TIMEOUT_NANOS] >= 0 &&
	       request[TW_REQ_START_TIMEOUT_NANOS] <= 60 * NANOS_PER_SECOND &&
	       request[TW_REQ_METHOD] >= TW_METHOD_AUTO &&
	       request[TW_REQ_METHOD] <= TW_METHOD_RDTSCP;
}

/* Starts one pair's threads. Returns NULL, with the result written, if there is nothing to join. */
static struct pair *start_pair(const int64_t *request, int64_t *result)
{
	enum tw_method method = (enum tw_method)request[TW_REQ_METHOD];

	memset(result, 0, TW_RES_LENGTH * sizeof(*result));
	if (method == TW_METHOD_AUTO)
		method = certain_method();
	result[TW_RES_METHOD] = method;
	if (!good_request(request)) {
		result[TW_RES_OUTCOME] = TW_BAD_REQUEST;
		return NULL;
	}
	if (atomic_load(&abandoned_threads) >= MAX_ABANDONED) {
		result[TW_RES_OUTCOME] = TW_NO_RESOURCES;
		result[TW_RES_ERRNO] = EAGAIN;
		return NULL;
	}
	struct pair *pair = allocate_shared(sizeof(*pair), offsetof(struct pair, shared));

	if (!pair) {
		result[TW_RES_OUTCOME] = TW_NO_RESOURCES;
		result[TW_RES_ERRNO] = ENOMEM;
		return NULL;
	}
	pair->budget_nanos = request[TW_REQ_BUDGET_NANOS];
	pair->start_timeout_nanos = request[TW_REQ_START_TIMEOUT_NANOS];
	pair->method = method;
	pair->no_rseq = request[TW_REQ_NO_RSEQ] != 0;
	for (int i = 0; i < 2; i++) {
		pair->side[i].cpu = (int)request[TW_REQ_CPU_A + i];
		pair->side[i].plant_offset = request[TW_REQ_OFFSET_A + i];
		pair->side[i].plant_rate = request[TW_REQ_RATE_A + i];
		pair->side[i].plant_origin = (uint64_t)request[TW_REQ_ORIGIN_A + i];
		pair->thread[i].run = side_run;
		pair->thread[i].index = i;
	}
	for (int i = 0; i < 2; i++) {
		int error = start_pinned(&pair->thread[i], &pair->shared, pair->side[i].cpu);

		if (error) {
			result[TW_RES_OUTCOME] = outcome_of_start(error);
			result[TW_RES_ERRNO] = error;
			result[TW_RES_DETAIL] = pair->side[i].cpu;
			atomic_store(&pair->stop, true);
			atomic_fetch_or(&pair->state, CANCELLED);
			break;
		}
	}
	return pair;
}

static void finish_pair(struct pair *pair, const int64_t *request, int64_t *result,
			int64_t start_nanos)
{
	int64_t limit = request[TW_REQ_START_TIMEOUT_NANOS] +
			wall_limit_nanos(request[TW_REQ_BUDGET_NANOS]);
	bool both_started = pair->thread[0].started && pair->thread[1].started;
	bool both_ended = both_started;

	for (int i = 0; i < 2 && pair->thread[i].started; i++) {
		if (!await_pinned(&pair->thread[i], start_nanos + limit + NANOS_PER_SECOND / 2)) {
			both_ended = false;
			/* Nothing more than the stop flag may be touched: the thread may come yet. */
			atomic_store(&pair->stop, true);
			atomic_fetch_or(&pair->state, CANCELLED);
			if (both_started) {
				result[TW_RES_OUTCOME] = TW_NOT_SCHEDULED;
				result[TW_RES_DETAIL] = request[TW_REQ_CPU_A + i];
			}
		}
	}
	if (both_ended)
		conclude(pair, result);
	release(&pair->shared);
}

void tw_exchange(const int64_t *requests, int64_t *results, int32_t count)
{
	struct pair **pairs = calloc((size_t)(count > 0 ? count : 1), sizeof(*pairs));
	bool disabled = tsc_disabled();
	/* Not a clock either, then: the vDSO reads the TSC for it. */
	int64_t start_nanos = disabled ? 0 : monotonic_nanos();

	for (int32_t i = 0; i < count; i++) {
		int64_t *result = results + (size_t)i * TW_RES_LENGTH;

		if (pairs && !disabled) {
			pairs[i] = start_pair(requests + (size_t)i * TW_REQ_LENGTH, result);
		} else {
			memset(result, 0, TW_RES_LENGTH * sizeof(*result));
			result[TW_RES_OUTCOME] = disabled ? TW_TSC_DISABLED : TW_NO_RESOURCES;
			result[TW_RES_ERRNO] = disabled ? 0 : ENOMEM;
		}
	}
	for (int32_t i = 0; pairs && i < count; i++) {
		if (pairs[i])
			finish_pair(pairs[i], requests + (size_t)i * TW_REQ_LENGTH,
				    results + (size_t)i * TW_RES_LENGTH, start_nanos);
	}
	free(pairs);
}

/* ---- One CPU's counter, alone ---------------------------------------------------------------- */

#define SOLO_TIMEOUT_NANOS NANOS_PER_SECOND

/*
 * Runs it in this thread if that is on the CPU anyway, which nothing keeps it from leaving at any
 * moment: each reading is certified to be of that CPU, and one that is not leaves it to a pinned thread.
 */
static bool ran_here(struct solo *solo, void (*run)(void *, int))
{
	if (!solo->request.may_run_here || sched_getcpu() != solo->cpu)
		return false;
	solo->cpu_nanos_before = clock_nanos(CLOCK_THREAD_CPUTIME_ID);
	run(solo, 0);
	if (!solo->lost && solo->answer[0] == TW_MEASURED)
		return true;
	solo->lost = false;
	solo->cpu_nanos_before = 0;
	memset(solo->answer, 0, sizeof(solo->answer));
	return false;
}

void run_solo(int32_t cpu, int32_t tries, const struct solo_request *request,
	      void (*run)(void *, int), int64_t *result, int length)
{
	memset(result, 0, (size_t)length * sizeof(*result));
	if (tsc_disabled()) {
		result[0] = TW_TSC_DISABLED;
		return;
	}
	if (cpu < 0 || cpu > UINT16_MAX || tries < 1) {
		result[0] = TW_BAD_REQUEST;
		return;
	}
	struct solo *solo = atomic_load(&abandoned_threads) < MAX_ABANDONED ?
				    allocate_shared(sizeof(*solo), offsetof(struct solo, shared)) :
				    NULL;

	if (!solo) {
		result[0] = TW_NO_RESOURCES;
		result[1] = ENOMEM;
		return;
	}
	solo->cpu = cpu;
	solo->tries = tries;
	solo->method = certain_method();
	if (request)
		solo->request = *request;
	solo->thread.run = run;
	if (ran_here(solo, run)) {
		memcpy(result, solo->answer, (size_t)length * sizeof(*result));
		release(&solo->shared);
		return;
	}
	int error = start_pinned(&solo->thread, &solo->shared, cpu);

	if (error) {
		result[0] = outcome_of_start(error);
		result[1] = error;
	} else if (!await_pinned(&solo->thread, monotonic_nanos() + SOLO_TIMEOUT_NANOS +
							       solo->request.sleeps_nanos)) {
		result[0] = TW_NOT_SCHEDULED;
	} else {
		memcpy(result, solo->answer, (size_t)length * sizeof(*result));
		if (solo->lost)
			result[0] = TW_CPU_LOST;
	}
	release(&solo->shared);
}

static uint64_t greatest_common_divisor(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

static void granularity_run(void *allocation, int index)
{
	struct solo *solo = allocation;
	uint64_t step = 0, smallest = UINT64_MAX, before;
	struct witness witness;

	(void)index;
	witness_init(&witness, &solo->rseq_flag, solo->cpu, false);
	before = read_tsc_by(solo->method);
	for (int32_t i = 0; i < solo->tries; i++) {
		uint64_t now = read_tsc_by(solo->method), delta = now - before;

		before = now;
		if (delta == 0)
			continue;
		step = greatest_common_divisor(step, delta);
		if (delta < smallest)
			smallest = delta;
	}
	solo->lost = !on_cpu(&witness);
	solo->answer[TW_GRAN_STEP_CYCLES] = (int64_t)step;
	solo->answer[TW_GRAN_SMALLEST_DELTA_CYCLES] = step ? (int64_t)smallest : 0;
	solo->answer[TW_GRAN_READS] = solo->tries;
}

void tw_granularity(int32_t cpu, int32_t reads, int64_t *result)
{
	run_solo(cpu, reads, NULL, granularity_run, result, TW_GRAN_LENGTH);
}

static void time_sample_run(void *allocation, int index)
{
	struct solo *solo = allocation;
	uint64_t narrowest = UINT64_MAX;
	struct witness witness;

	(void)index;
	witness_init(&witness, &solo->rseq_flag, solo->cpu, false);
	for (int32_t i = 0; i < solo->tries; i++) {
		bool certified = witness_begin(&witness);
		uint64_t before = read_tsc_by(solo->method);
		int64_t monotonic = clock_nanos(CLOCK_MONOTONIC);
		int64_t raw = clock_nanos(CLOCK_MONOTONIC_RAW);
		int64_t boottime = clock_nanos(CLOCK_BOOTTIME);
		int64_t realtime = clock_nanos(CLOCK_REALTIME);
		uint64_t after = read_tsc_by(solo->method);

		certified = witness_end(&witness) && certified;
		if (after - before >= narrowest || !certified)
			continue;
		narrowest = after - before;
		solo->answer[TW_TIME_TSC_BEFORE] = (int64_t)before;
		solo->answer[TW_TIME_TSC_AFTER] = (int64_t)after;
		solo->answer[TW_TIME_MONOTONIC_NANOS] = monotonic;
		solo->answer[TW_TIME_MONOTONIC_RAW_NANOS] = raw;
		solo->answer[TW_TIME_BOOTTIME_NANOS] = boottime;
		solo->answer[TW_TIME_REALTIME_NANOS] = realtime;
	}
	solo->lost = !on_cpu(&witness);
	if (narrowest == UINT64_MAX)
		solo->answer[TW_TIME_OUTCOME] = TW_NO_SAMPLES;
}

void tw_time_sample(int32_t cpu, int32_t tries, int64_t *result)
{
	struct solo_request request = { .may_run_here = true };

	run_solo(cpu, tries, &request, time_sample_run, result, TW_TIME_LENGTH);
}

/* ---- CPUID and the kvmclock page -------------------------------------------------------------- */

void tw_cpuid(int32_t leaf, int32_t subleaf, int32_t *registers)
{
	uint32_t a, b, c, d;

	__cpuid_count((uint32_t)leaf, (uint32_t)subleaf, a, b, c, d);
	registers[0] = (int32_t)a;
	registers[1] = (int32_t)b;
	registers[2] = (int32_t)c;
	registers[3] = (int32_t)d;
}

#define KVMCLOCK_BYTES 32
#define PAGE_BYTES 4096

/* Where a mapping of this process begins; NO_MAPPING if it has none of the name. */
#define NO_MAPPING 1

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), wanted = strlen(end);

	return length > wanted && strcmp(text + length - wanted, end) == 0;
}

/*
 * Where the kernel mapped its data for the vDSO. It does so at exec (arch/x86/entry/vdso/vma.c) and
 * nothing moves them: found once, they are not looked for again. A JVM has hundreds of mappings, and to
 * list them takes longer than all the rest of a tick of the watch. Returns false if they could not be
 * looked for.
 */
static bool vdso_data(uintptr_t *vvar, uintptr_t *vclock)
{
	static _Atomic uintptr_t found_vvar, found_vclock;

	*vclock = atomic_load(&found_vclock);
	*vvar = atomic_load(&found_vvar);
	if (*vvar && *vclock)
		return true;
	FILE *maps = fopen("/proc/self/maps", "re");
	char text[512];

	if (!maps)
		return false;
	*vvar = *vclock = NO_MAPPING;
	while (fgets(text, sizeof(text), maps)) {
		text[strcspn(text, "\n")] = 0;
		if (ends_with(text, "[vvar]"))
			*vvar = (uintptr_t)strtoull(text, NULL, 16);
		else if (ends_with(text, "[vvar_vclock]"))
			*vclock = (uintptr_t)strtoull(text, NULL, 16);
	}
	bool whole = !ferror(maps);

	fclose(maps);
	if (whole) {
		/* Whoever comes at the same moment finds the same. */
		atomic_store(&found_vclock, *vclock);
		atomic_store(&found_vvar, *vvar);
	}
	return whole;
}

/* The kernel copies from the address into a pipe, and says EFAULT where there is no page. */
static bool copy_through_pipe(uintptr_t address, int8_t *bytes)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
		return false;
	bool copied = write(ends[1], (const void *)address, KVMCLOCK_BYTES) == KVMCLOCK_BYTES &&
		      read(ends[0], bytes, KVMCLOCK_BYTES) == KVMCLOCK_BYTES;

	close(ends[0]);
	close(ends[1]);
	return copied;
}

/*
 * A page that was there once stays: the kernel maps it for as long as the machine runs, whatever clocksource
 * it takes later (vclock_was_used() in vvar_fault(), arch/x86/entry/vdso/vma.c). Only the first look has to
 * ask; six system calls a copy would be most of a later one.
 */
static bool copy_once(uintptr_t address, int8_t *bytes)
{
	static _Atomic uintptr_t seen;

	if (atomic_load(&seen) != address) {
		if (!copy_through_pipe(address, bytes))
			return false;
		atomic_store(&seen, address);
		return true;
	}
	for (int i = 0; i < KVMCLOCK_BYTES; i += (int)sizeof(uint64_t)) {
		uint64_t word = *(const volatile uint64_t *)(address + (uintptr_t)i);

		memcpy(bytes + i, &word, sizeof(word));
	}
	return true;
}

/* The kernel writes the page while others read it: odd versions are half written, and two copies of
 * one even version around another read are whole (pvclock_read_begin, asm/pvclock.h). */
static bool copy_whole(uintptr_t address, int8_t *bytes)
{
	for (int attempt = 0; attempt < 10; attempt++) {
		int8_t again[KVMCLOCK_BYTES];
		uint32_t version;

		if (!copy_once(address, bytes) || !copy_once(address, again))
			return false;
		memcpy(&version, bytes, sizeof(version));
		if (version % 2 == 0 && memcmp(bytes, again, sizeof(version)) == 0)
			return true;
	}
	/* Something else than a kvmclock page: whoever decodes it says so. */
	return true;
}

/* Where the page is, if this kernel maps one; 0, and TW_KVMCLOCK_ABSENT, if it has no place for it. */
static uintptr_t kvmclock_place(int32_t *where)
{
	uintptr_t vvar, vclock;

	*where = TW_KVMCLOCK_ABSENT;
	if (!vdso_data(&vvar, &vclock))
		return 0;
	if (vclock != NO_MAPPING) {
		*where = TW_KVMCLOCK_VVAR_VCLOCK;
		return vclock;
	}
	if (vvar == NO_MAPPING)
		return 0;
	*where = TW_KVMCLOCK_VVAR;
	return vvar + PAGE_BYTES;
}

int32_t tw_kvmclock_page(int8_t *bytes)
{
	int32_t where;
	uintptr_t address = kvmclock_place(&where);

	return address && copy_whole(address, bytes) ? where : TW_KVMCLOCK_ABSENT;
}

uintptr_t kvmclock_address(void)
{
	int32_t where;
	uintptr_t address = kvmclock_place(&where);
	int8_t bytes[KVMCLOCK_BYTES];

	return address && copy_through_pipe(address, bytes) ? address : 0;
}
