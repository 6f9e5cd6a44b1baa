/*
 * The laboratory's runs. See tscwatch_laboratory.h for the contract.
 *
 * The kernel is compiled in, so that "the exchange" is the very code that a check runs, and so that
 * its parts (pinned threads, meeting, planted offsets, ordered counter reads) serve the others too.
 */
#include "tscwatch_kernel.c"

#include "tscwatch_laboratory.h"

/* Samples between two looks at the clock, where each takes about as long as one of the exchange. */
#define LAB_BLOCK 128

/* The same where a sample takes a few transfers one after the other. */
#define LAB_SLOW_BLOCK 32

/* Spins before a waiting side looks whether all is off. */
#define LAB_PATIENCE (1 << 16)

/* A side that waits for a stamp that is new goes on after so many looks: the peer may be away. */
#define LAB_FRESH_LOOKS 2000

#define RING_LINES 8

/* One line and two lines take turns of so many cycles: 25 us at 2.6 GHz. */
#define MIXED_TURN_BITS 16

struct lab_line {
	_Alignas(LINE_BYTES) _Atomic uint64_t word[LINE_BYTES / 8];
};

/* What one side found in one run. */
struct found {
	_Alignas(LINE_BYTES) int64_t smallest; /* own reading - the other's */
	int64_t other;			      /* ping-pong only: the other bound, by the same round */
	bool proven;
	int64_t samples;
	int64_t nanos;
	int step_count;
	int64_t step_nanos[TW_LAB_STEPS];
	int64_t step_smallest[TW_LAB_STEPS];
};

struct lab {
	struct pair pair; /* first: the kernel's side_run() takes it */
	struct shared shared;
	const int64_t *run;
	int64_t *plan;
	int64_t *answers;
	int32_t count;
	int32_t fifo_priority;
	atomic_int refused; /* errno of a side that may not be SCHED_FIFO */
	_Alignas(LINE_BYTES) atomic_int prepared; /* runs that A has prepared */
	_Alignas(LINE_BYTES) atomic_int done;	  /* runs that B has done */
	_Alignas(LINE_BYTES) atomic_bool off;
	struct found found[2];
	struct lab_line line[2];
	struct lab_line ring[2][RING_LINES];
	struct lab_line meeting;
	_Alignas(LINE_BYTES) int64_t read[2][LAB_SLOW_BLOCK][3];
};

int32_t tw_lab_abi(void)
{
	return TW_LAB_ABI;
}

static bool is_off(struct lab *lab)
{
	return atomic_load_explicit(&lab->off, memory_order_relaxed);
}

static inline uint64_t read_side(const struct side *side, enum tw_method method)
{
	return planted(side, read_tsc(method), PLANT_OFFSET);
}

/* ---- Methods of others ------------------------------------------------------------------------ */

/* Words of the locked method's one line. */
enum { NEXT_TICKET, SERVED_TICKET, LAST_VALUE };

static void locked_side(struct lab *lab, int index)
{
	struct pair *pair = &lab->pair;
	const struct side *side = &pair->side[index];
	struct found *found = &lab->found[index];
	_Atomic uint64_t *word = lab->meeting.word;
	const enum tw_method method = pair->method;
	int64_t start = monotonic_nanos();

	while (found->nanos < pair->budget_nanos && !is_off(lab)) {
		for (int i = 0; i < LAB_SLOW_BLOCK; i++) {
			uint64_t ticket = atomic_fetch_add(&word[NEXT_TICKET], 1);

			while (atomic_load_explicit(&word[SERVED_TICKET], memory_order_acquire) != ticket)
				__builtin_ia32_pause();
			uint64_t before = atomic_load_explicit(&word[LAST_VALUE], memory_order_relaxed);
			uint64_t now = planted(side, read_tsc_by(method), PLANT_OFFSET);

			atomic_store_explicit(&word[LAST_VALUE], now, memory_order_relaxed);
			atomic_store_explicit(&word[SERVED_TICKET], ticket + 1, memory_order_release);
			found->proven |= before != 0 && (int64_t)(now - before) < 0;
		}
		found->samples += LAB_SLOW_BLOCK;
		found->nanos = monotonic_nanos() - start;
	}
}

static void lockless_side(struct lab *lab, int index)
{
	struct pair *pair = &lab->pair;
	const struct side *side = &pair->side[index];
	struct found *found = &lab->found[index];
	_Atomic uint64_t *mine = &lab->line[index].word[0], *theirs = &lab->line[!index].word[0];
	const enum tw_method method = pair->method;
	int64_t start = monotonic_nanos();

	while (found->nanos < pair->budget_nanos && !is_off(lab)) {
		for (int i = 0; i < LAB_BLOCK; i++) {
			uint64_t last = atomic_load_explicit(theirs, memory_order_relaxed);
			uint64_t now = planted(side, read_tsc_by(method), PLANT_OFFSET);

			atomic_store_explicit(mine, now, memory_order_relaxed);
			found->proven |= (int64_t)(now - last) < 0;
		}
		found->samples += LAB_BLOCK;
		found->nanos = monotonic_nanos() - start;
	}
}

/* Both sides have come this far; what each wrote before, the other may read. False: all is off. */
static bool rendezvous(struct lab *lab, uint64_t *passed)
{
	_Atomic uint64_t *count = &lab->meeting.word[0];

	*passed += 2;
	atomic_fetch_add(count, 1);
	for (int spins = 0; atomic_load_explicit(count, memory_order_acquire) < *passed; spins++)
		if (spins % LAB_PATIENCE == LAB_PATIENCE - 1 && is_off(lab))
			return false;
	return true;
}

static void rendezvous_side(struct lab *lab, int index)
{
	struct pair *pair = &lab->pair;
	const struct side *side = &pair->side[index];
	struct found *found = &lab->found[index];
	const enum tw_method method = pair->method;
	int64_t start = monotonic_nanos(), smallest = INT64_MAX;
	uint64_t passed = 0;

	do {
		for (int i = 0; i < LAB_SLOW_BLOCK; i++) {
			for (int k = 0; k < 3; k++) {
				if (!rendezvous(lab, &passed))
					return;
				lab->read[index][i][k] = (int64_t)planted(side, read_tsc_by(method),
									  PLANT_OFFSET);
			}
		}
		/* One side says that this was the last block, before both learn it. */
		if (index == 0 && monotonic_nanos() - start >= pair->budget_nanos)
			atomic_store(&pair->stop, true);
		if (!rendezvous(lab, &passed))
			return;
		for (int i = 0; i < LAB_SLOW_BLOCK; i++) {
			for (int k = 1; k < 3; k++) {
				int64_t since = lab->read[index][i][k] - lab->read[!index][i][k - 1];

				smallest = since < smallest ? since : smallest;
			}
		}
		found->samples += LAB_SLOW_BLOCK;
		if (!rendezvous(lab, &passed))
			return;
	} while (!atomic_load(&pair->stop));
	found->nanos = monotonic_nanos() - start;
	found->smallest = smallest;
	found->proven = smallest <= 0;
}

/* Waits until the word is another than `last`; 0 if all is off. */
static uint64_t await_other(struct lab *lab, _Atomic uint64_t *word, uint64_t last)
{
	for (int spins = 0;; spins++) {
		uint64_t now = atomic_load_explicit(word, memory_order_relaxed);

		if (now != last)
			return now;
		if (spins % LAB_PATIENCE == LAB_PATIENCE - 1 && is_off(lab))
			return 0;
	}
}

#define PING_PONG_END UINT64_MAX

static void ping_side(struct lab *lab)
{
	struct pair *pair = &lab->pair;
	const struct side *side = &pair->side[0];
	struct found *found = &lab->found[0];
	_Atomic uint64_t *ask = &lab->line[0].word[0], *reply = &lab->line[1].word[0];
	const enum tw_method method = pair->method;
	int64_t start = monotonic_nanos();
	uint64_t shortest = UINT64_MAX, answer = 0;

	while (found->nanos < pair->budget_nanos && !is_off(lab)) {
		for (int i = 0; i < LAB_SLOW_BLOCK; i++) {
			uint64_t asked = read_side(side, method);

			atomic_store_explicit(ask, asked, memory_order_relaxed);
			answer = await_other(lab, reply, answer);
			uint64_t answered = read_side(side, method);

			if (answered - asked < shortest && answer) {
				shortest = answered - asked;
				found->smallest = (int64_t)(answered - answer); /* -lower bound of B */
				found->other = (int64_t)(answer - asked);	/* upper bound of B */
			}
		}
		found->samples += LAB_SLOW_BLOCK;
		found->nanos = monotonic_nanos() - start;
	}
	atomic_store(ask, PING_PONG_END);
	found->proven = found->smallest < 0 || found->other < 0;
}

static void pong_side(struct lab *lab)
{
	const struct side *side = &lab->pair.side[1];
	_Atomic uint64_t *ask = &lab->line[0].word[0], *reply = &lab->line[1].word[0];
	const enum tw_method method = lab->pair.method;
	uint64_t asked = 0;

	for (;;) {
		asked = await_other(lab, ask, asked);
		if (asked == PING_PONG_END || asked == 0)
			return;
		atomic_store_explicit(reply, read_side(side, method), memory_order_relaxed);
	}
}

/* ---- Variants of the exchange's loop ---------------------------------------------------------- */

struct trial {
	int64_t smallest;
	uint64_t last;
	uint64_t fresh;
	uint32_t random;
	int slot;
};

static inline __attribute__((always_inline)) uint64_t next_stamp(_Atomic uint64_t *theirs,
								 uint64_t last)
{
	uint64_t sent = atomic_load_explicit(theirs, memory_order_relaxed);

	for (int looks = 0; sent == last && looks < LAB_FRESH_LOOKS; looks++)
		sent = atomic_load_explicit(theirs, memory_order_relaxed);
	return sent;
}

/* One block; specialized by the variant, so that nothing of it is decided inside the loop. */
static inline __attribute__((always_inline)) void
variant_block(const struct side *side, struct lab *lab, int index, struct trial *trial,
	      const enum tw_lab_variant variant)
{
	const enum tw_method method = variant == TW_LAB_RDTSCP ? TW_METHOD_RDTSCP :
								 TW_METHOD_LFENCE_RDTSC;
	const bool one_line = variant == TW_LAB_ONE_LINE || variant == TW_LAB_ONE_LINE_OWNED;
	_Atomic uint64_t *mine = &lab->line[index].word[0], *theirs = &lab->line[!index].word[0];

	if (one_line) {
		mine = &lab->line[0].word[index];
		theirs = &lab->line[0].word[!index];
	} else if (variant == TW_LAB_NEIGHBOURS) {
		mine = &lab->line[0].word[8 * index];
		theirs = &lab->line[0].word[8 * !index];
	}
	for (int i = 0; i < LAB_BLOCK; i++) {
		uint64_t sent;

		if (variant == TW_LAB_RING) {
			mine = &lab->ring[index][trial->slot].word[0];
			theirs = &lab->ring[!index][trial->slot].word[0];
			trial->slot = (trial->slot + 1) % RING_LINES;
		}
		if (variant == TW_LAB_ONE_WAY) {
			/* 2^15 cycles a turn: whose turn it is to write, both know from the time. */
			uint64_t tsc = read_tsc(method), now = planted(side, tsc, PLANT_OFFSET);

			if ((int)(tsc >> 15 & 1) == index) {
				atomic_store_explicit(mine, now, memory_order_relaxed);
				continue;
			}
		}
		if (variant == TW_LAB_PREFETCHW)
			__builtin_prefetch((const void *)mine, 1);
		if (variant == TW_LAB_ONE_LINE_OWNED)
			__builtin_prefetch((const void *)theirs, 1);
		if (variant == TW_LAB_FRESH || variant == TW_LAB_RING)
			sent = next_stamp(theirs, trial->last);
		else
			sent = atomic_load_explicit(theirs, memory_order_relaxed);
		if (variant == TW_LAB_PREFETCHW_LATE)
			__builtin_prefetch((const void *)mine, 1);
		uint64_t now = planted(side, read_tsc(method), PLANT_OFFSET);

		if (variant != TW_LAB_ONE_WAY)
			atomic_store_explicit(mine, now, memory_order_relaxed);
		if (variant == TW_LAB_DRAIN)
			__builtin_ia32_mfence();
		int64_t difference = (int64_t)(now - sent);

		trial->fresh += sent != trial->last;
		trial->last = sent;
		if (difference < trial->smallest)
			trial->smallest = difference;
		if (variant == TW_LAB_PAUSE)
			__builtin_ia32_pause();
		if (variant == TW_LAB_JITTER) {
			trial->random = trial->random * 1664525U + 1013904223U;
			for (uint32_t k = trial->random >> 29; k > 0; k--)
				__builtin_ia32_pause();
		}
	}
}

#define LAB_VARIANT(name, variant)                                                                 \
	static __attribute__((noinline)) void name(const struct side *side, struct lab *lab,       \
						   int index, struct trial *trial)                 \
	{                                                                                          \
		variant_block(side, lab, index, trial, variant);                                   \
	}

LAB_VARIANT(plain_block, TW_LAB_PLAIN)
LAB_VARIANT(rdtscp_block, TW_LAB_RDTSCP)
LAB_VARIANT(neighbours_block, TW_LAB_NEIGHBOURS)
LAB_VARIANT(one_line_block, TW_LAB_ONE_LINE)
LAB_VARIANT(prefetchw_block, TW_LAB_PREFETCHW)
LAB_VARIANT(prefetchw_late_block, TW_LAB_PREFETCHW_LATE)
LAB_VARIANT(pause_block, TW_LAB_PAUSE)
LAB_VARIANT(fresh_block, TW_LAB_FRESH)
LAB_VARIANT(drain_block, TW_LAB_DRAIN)
LAB_VARIANT(jitter_block, TW_LAB_JITTER)
LAB_VARIANT(one_way_block, TW_LAB_ONE_WAY)
LAB_VARIANT(one_line_owned_block, TW_LAB_ONE_LINE_OWNED)
LAB_VARIANT(ring_block, TW_LAB_RING)

/* Whose turn it is, one line or two, both sides know from the time. Where they do not agree yet, a
 * stamp is an old one: that widens, and proves nothing false. */
static __attribute__((noinline)) void mixed_block(const struct side *side, struct lab *lab, int index,
						  struct trial *trial)
{
	if (read_tsc(TW_METHOD_LFENCE_RDTSC) >> MIXED_TURN_BITS & 1)
		one_line_block(side, lab, index, trial);
	else
		plain_block(side, lab, index, trial);
}

typedef void variant_function(const struct side *, struct lab *, int, struct trial *);

static variant_function *const VARIANTS[TW_LAB_VARIANTS] = {
	plain_block,	      rdtscp_block, neighbours_block, one_line_block, prefetchw_block,
	prefetchw_late_block, pause_block,  fresh_block,      drain_block,    jitter_block,
	one_way_block,	      one_line_owned_block,	      ring_block,
	mixed_block,
};

/* As the kernel's: so that the peer never sees a value that is no reading, wherever it looks. */
static void first_stamps(struct lab *lab, int index)
{
	uint64_t stamp = read_side(&lab->pair.side[index], lab->pair.method);

	atomic_store(&lab->line[index].word[0], stamp);
	atomic_store(&lab->line[0].word[index], stamp);
	atomic_store(&lab->line[0].word[8 * index], stamp);
	for (int i = 0; i < RING_LINES; i++)
		atomic_store(&lab->ring[index][i].word[0], stamp);
}

static void variant_side(struct lab *lab, int index)
{
	struct pair *pair = &lab->pair;
	const struct side *side = &pair->side[index];
	struct found *found = &lab->found[index];
	variant_function *block = VARIANTS[lab->run[TW_LAB_RUN_VARIANT]];
	struct trial trial = { .smallest = INT64_MAX, .random = 1 + (uint32_t)index };
	int64_t start = monotonic_nanos();

	while (found->nanos < pair->budget_nanos && !atomic_load(&pair->stop)) {
		block(side, lab, index, &trial);
		found->nanos = monotonic_nanos() - start;
		if (trial.smallest < found->smallest) {
			found->smallest = trial.smallest;
			if (found->step_count < TW_LAB_STEPS) {
				found->step_nanos[found->step_count] = found->nanos;
				found->step_smallest[found->step_count++] = trial.smallest;
			}
		}
	}
	atomic_store(&pair->stop, true);
	found->samples = (int64_t)trial.fresh;
	found->proven = found->smallest < 0;
}

/* ---- A plan of runs --------------------------------------------------------------------------- */

static void measure(struct lab *lab, int index)
{
	switch ((enum tw_lab_method)lab->run[TW_LAB_RUN_METHOD]) {
	case TW_LAB_EXCHANGE:
		side_run(&lab->pair, index);
		return;
	case TW_LAB_LOCKED:
		if (meet(&lab->pair, index))
			locked_side(lab, index);
		return;
	case TW_LAB_LOCKLESS:
		if (meet(&lab->pair, index))
			lockless_side(lab, index);
		return;
	case TW_LAB_RENDEZVOUS:
		if (meet(&lab->pair, index))
			rendezvous_side(lab, index);
		return;
	case TW_LAB_PING_PONG:
		if (!meet(&lab->pair, index))
			return;
		if (index == 0)
			ping_side(lab);
		else
			pong_side(lab);
		return;
	case TW_LAB_VARIANT:
		first_stamps(lab, index);
		if (meet(&lab->pair, index))
			variant_side(lab, index);
		return;
	}
}

/* Everything as it is before the first run; by A, while B waits. */
static void prepare(struct lab *lab, int32_t number)
{
	struct pair *pair = &lab->pair;

	lab->run = lab->plan + (size_t)number * TW_LAB_RUN_LENGTH;
	memset(pair->line, 0, sizeof(pair->line));
	memset(lab->line, 0, sizeof(lab->line));
	memset(lab->ring, 0, sizeof(lab->ring));
	memset(&lab->meeting, 0, sizeof(lab->meeting));
	atomic_store(&pair->state, 0);
	atomic_store(&pair->stop, false);
	pair->budget_nanos = lab->run[TW_LAB_RUN_NANOS];
	for (int i = 0; i < 2; i++) {
		int cpu = pair->side[i].cpu;

		memset(&pair->side[i], 0, sizeof(pair->side[i]));
		pair->side[i].cpu = cpu;
		memset(&lab->found[i], 0, sizeof(lab->found[i]));
		lab->found[i].smallest = INT64_MAX;
	}
	pair->side[1].plant_offset = lab->run[TW_LAB_RUN_OFFSET_B];
}

/* The widths that the run had at the moments when either side's minimum improved. */
static void tell_steps(const struct lab *lab, int64_t *answer)
{
	const struct found *a = &lab->found[0], *b = &lab->found[1];
	int at_a = 0, at_b = 0, told = 0;

	while ((at_a < a->step_count || at_b < b->step_count) && told < TW_LAB_STEPS) {
		bool next_is_a = at_b == b->step_count ||
				 (at_a < a->step_count && a->step_nanos[at_a] <= b->step_nanos[at_b]);
		int64_t nanos = next_is_a ? a->step_nanos[at_a++] : b->step_nanos[at_b++];

		if (at_a == 0 || at_b == 0)
			continue;
		answer[TW_LAB_ANSWER_FIRST_STEP + 2 * told] = nanos;
		answer[TW_LAB_ANSWER_FIRST_STEP + 2 * told + 1] = a->step_smallest[at_a - 1] +
								  b->step_smallest[at_b - 1];
		told++;
	}
	answer[TW_LAB_ANSWER_STEPS] = told;
}

static void bound(int64_t *answer, int64_t lower, int64_t upper)
{
	answer[TW_LAB_ANSWER_BOUNDED] = 1;
	answer[TW_LAB_ANSWER_LOWER] = lower;
	answer[TW_LAB_ANSWER_UPPER] = upper;
}

/* By A, when both sides are done. */
static void collect(struct lab *lab, int32_t number)
{
	int64_t *answer = lab->answers + (size_t)number * TW_LAB_ANSWER_LENGTH;
	const struct found *a = &lab->found[0], *b = &lab->found[1];
	int64_t method = lab->run[TW_LAB_RUN_METHOD];

	memset(answer, 0, TW_LAB_ANSWER_LENGTH * sizeof(*answer));
	if (method == TW_LAB_EXCHANGE) {
		int64_t result[TW_RES_LENGTH] = { 0 };

		conclude(&lab->pair, result);
		answer[TW_LAB_ANSWER_OUTCOME] = result[TW_RES_OUTCOME];
		answer[TW_LAB_ANSWER_SAMPLES] = result[TW_RES_AB_SAMPLES] + result[TW_RES_BA_SAMPLES];
		answer[TW_LAB_ANSWER_NANOS] = result[TW_RES_FINISHED_NANOS] -
					      result[TW_RES_STARTED_NANOS];
		if (result[TW_RES_OUTCOME] == TW_MEASURED) {
			int64_t lower = result[TW_RES_BA_SENT] - result[TW_RES_BA_RECEIVED];
			int64_t upper = result[TW_RES_AB_RECEIVED] - result[TW_RES_AB_SENT];

			bound(answer, lower, upper);
			answer[TW_LAB_ANSWER_PROVEN] = lower > 0 || upper < 0;
		}
		return;
	}
	answer[TW_LAB_ANSWER_NANOS] = max64(a->nanos, b->nanos);
	answer[TW_LAB_ANSWER_SAMPLES] = a->samples + b->samples;
	answer[TW_LAB_ANSWER_PROVEN] = a->proven || b->proven;
	if (method == TW_LAB_PING_PONG && a->smallest != INT64_MAX)
		bound(answer, -a->smallest, a->other);
	if (method == TW_LAB_RENDEZVOUS || method == TW_LAB_VARIANT) {
		if (a->smallest != INT64_MAX && b->smallest != INT64_MAX)
			bound(answer, -a->smallest, b->smallest);
	}
	if (method == TW_LAB_VARIANT)
		tell_steps(lab, answer);
	/* A side that was not there in the other's time has seen nothing. */
	if (method == TW_LAB_LOCKED || method == TW_LAB_LOCKLESS ? !a->samples || !b->samples :
								   !answer[TW_LAB_ANSWER_BOUNDED])
		answer[TW_LAB_ANSWER_OUTCOME] = TW_NO_SAMPLES;
}

/* Waits until the other side is done with run `number`, or has prepared it. False: all is off. */
static bool await_run(struct lab *lab, atomic_int *progress, int32_t number)
{
	int64_t since = monotonic_nanos(), nap_nanos = SHORTEST_NAP_NANOS;

	while (atomic_load_explicit(progress, memory_order_acquire) <= number) {
		for (int i = 0; i < 32; i++)
			__builtin_ia32_pause();
		if (is_off(lab))
			return false;
		if (monotonic_nanos() - since > SPIN_NANOS)
			nap(&nap_nanos);
	}
	return true;
}

static void lab_side(void *allocation, int index)
{
	struct lab *lab = allocation;

	if (lab->fifo_priority) {
		struct sched_param param = { .sched_priority = lab->fifo_priority };
		int error = pthread_setschedparam(pthread_self(), SCHED_FIFO, &param);

		if (error) {
			atomic_store(&lab->refused, error);
			atomic_store(&lab->off, true);
			return;
		}
	}
	for (int32_t number = 0; number < lab->count; number++) {
		if (index == 0) {
			prepare(lab, number);
			atomic_store_explicit(&lab->prepared, number + 1, memory_order_release);
		} else if (!await_run(lab, &lab->prepared, number)) {
			return;
		}
		measure(lab, index);
		if (index == 1)
			atomic_store_explicit(&lab->done, number + 1, memory_order_release);
		else if (!await_run(lab, &lab->done, number))
			return;
		else
			collect(lab, number);
	}
}

static bool good_plan(const int64_t *plan, int32_t count, int64_t *total_nanos)
{
	*total_nanos = 0;
	for (int32_t i = 0; i < count; i++, plan += TW_LAB_RUN_LENGTH) {
		if (plan[TW_LAB_RUN_METHOD] < 0 || plan[TW_LAB_RUN_METHOD] > TW_LAB_VARIANT ||
		    plan[TW_LAB_RUN_VARIANT] < 0 || plan[TW_LAB_RUN_VARIANT] >= TW_LAB_VARIANTS ||
		    plan[TW_LAB_RUN_NANOS] <= 0 || plan[TW_LAB_RUN_NANOS] > 60 * NANOS_PER_SECOND)
			return false;
		*total_nanos += plan[TW_LAB_RUN_NANOS];
	}
	return count > 0;
}

/* The plan and the answers belong to the threads until both have ended: a side that is never
 * scheduled must not write where the caller's arrays were. */
static struct lab *make_lab(int32_t cpu_a, int32_t cpu_b, const int64_t *plan, int32_t count)
{
	size_t head = (sizeof(struct lab) + LINE_BYTES - 1) / LINE_BYTES * LINE_BYTES;
	size_t plan_bytes = (size_t)count * TW_LAB_RUN_LENGTH * sizeof(int64_t);
	size_t answer_bytes = (size_t)count * TW_LAB_ANSWER_LENGTH * sizeof(int64_t);
	struct lab *lab = allocate_shared(head + plan_bytes + answer_bytes,
					  offsetof(struct lab, shared));

	if (!lab)
		return NULL;
	lab->plan = (int64_t *)((char *)lab + head);
	lab->answers = (int64_t *)((char *)lab + head + plan_bytes);
	memcpy(lab->plan, plan, plan_bytes);
	lab->count = count;
	lab->pair.method = certain_method();
	lab->pair.start_timeout_nanos = NANOS_PER_SECOND;
	lab->pair.side[0].cpu = cpu_a;
	lab->pair.side[1].cpu = cpu_b;
	return lab;
}

int32_t tw_lab_run(int32_t cpu_a, int32_t cpu_b, const int64_t *plan, int64_t *answers,
		   int32_t count, int32_t fifo_priority)
{
	const int32_t cpus[2] = { cpu_a, cpu_b };
	int64_t total_nanos;
	bool ended = true;
	int error = 0;

	if (cpu_a < 0 || cpu_b < 0 || cpu_a == cpu_b || cpu_a > UINT16_MAX || cpu_b > UINT16_MAX ||
	    !good_plan(plan, count, &total_nanos))
		return EINVAL;
	struct lab *lab = make_lab(cpu_a, cpu_b, plan, count);

	if (!lab)
		return ENOMEM;
	lab->fifo_priority = fifo_priority;
	for (int i = 0; i < 2 && !error; i++) {
		lab->pair.thread[i].run = lab_side;
		lab->pair.thread[i].index = i;
		error = start_pinned(&lab->pair.thread[i], &lab->shared, cpus[i]);
	}
	/* Each run has to wait until both CPUs run its threads at once, and methods that hand over wait
	 * for each other all the time: on a machine with many busy threads that takes. */
	int64_t deadline = monotonic_nanos() + 20 * total_nanos +
			   count * (NANOS_PER_SECOND / 10) + 5 * NANOS_PER_SECOND;

	if (error)
		atomic_store(&lab->off, true);
	for (int i = 0; i < 2; i++) {
		if (lab->pair.thread[i].started && !await_pinned(&lab->pair.thread[i], deadline)) {
			atomic_store(&lab->off, true);
			ended = false;
		}
	}
	if (!error && ended)
		error = atomic_load(&lab->refused);
	if (!error && ended)
		memcpy(answers, lab->answers,
		       (size_t)count * TW_LAB_ANSWER_LENGTH * sizeof(*answers));
	release(&lab->shared);
	return error ? error : ended ? 0 : ETIMEDOUT;
}

/* ---- A victim --------------------------------------------------------------------------------- */

struct victim {
	struct shared shared;
	struct pinned thread;
	int64_t nanos;
	int32_t work;
	int64_t bucket_cycles;
	int32_t buckets;
	int64_t longest;
	int64_t histogram[];
};

/* Work that the compiler can neither drop nor shorten, the same each time. */
static void do_work(int32_t work)
{
	uint64_t x = 88172645463325252ULL;

	for (int32_t i = 0; i < work; i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		__asm__ volatile("" : "+r"(x));
	}
}

static void victim_run(void *allocation, int index)
{
	struct victim *victim = allocation;
	enum tw_method method = certain_method();
	int64_t end = monotonic_nanos() + victim->nanos;
	uint64_t before = read_tsc_by(method);

	(void)index;
	do {
		for (int i = 0; i < 64; i++) {
			do_work(victim->work);
			uint64_t now = read_tsc_by(method);
			int64_t took = (int64_t)(now - before), bucket = took / victim->bucket_cycles;

			before = now;
			if (bucket >= victim->buckets)
				bucket = victim->buckets - 1;
			victim->histogram[bucket < 0 ? 0 : bucket]++;
			if (took > victim->longest)
				victim->longest = took;
		}
	} while (monotonic_nanos() < end);
}

int32_t tw_lab_victim(int32_t cpu, int64_t nanos, int32_t work, int64_t bucket_cycles,
		      int64_t *histogram, int32_t buckets, int64_t *longest)
{
	size_t bytes = (size_t)buckets * sizeof(*histogram);

	if (cpu < 0 || cpu > UINT16_MAX || nanos <= 0 || work < 1 || bucket_cycles < 1 || buckets < 1)
		return EINVAL;
	struct victim *victim = allocate_shared(sizeof(*victim) + bytes, offsetof(struct victim, shared));

	if (!victim)
		return ENOMEM;
	victim->nanos = nanos;
	victim->work = work;
	victim->bucket_cycles = bucket_cycles;
	victim->buckets = buckets;
	victim->thread.run = victim_run;
	int error = start_pinned(&victim->thread, &victim->shared, cpu);

	if (!error && !await_pinned(&victim->thread,
				    monotonic_nanos() + 10 * nanos + 5 * NANOS_PER_SECOND))
		error = ETIMEDOUT;
	if (!error) {
		memcpy(histogram, victim->histogram, bytes);
		*longest = victim->longest;
	}
	release(&victim->shared);
	return error;
}

/* ---- What a thread costs ---------------------------------------------------------------------- */

struct starter {
	struct shared shared;
	struct pinned thread;
	int64_t started_nanos;
};

static void starter_run(void *allocation, int index)
{
	struct starter *starter = allocation;

	(void)index;
	starter->started_nanos = monotonic_nanos();
}

int32_t tw_lab_thread_start(int32_t cpu, int64_t *nanos, int32_t count)
{
	if (cpu < 0 || cpu > UINT16_MAX)
		return EINVAL;
	for (int32_t i = 0; i < count; i++) {
		struct starter *starter = allocate_shared(sizeof(*starter),
							  offsetof(struct starter, shared));

		if (!starter)
			return ENOMEM;
		starter->thread.run = starter_run;
		int64_t before = monotonic_nanos();
		int error = start_pinned(&starter->thread, &starter->shared, cpu);

		if (!error && !await_pinned(&starter->thread, before + 5 * NANOS_PER_SECOND))
			error = ETIMEDOUT;
		nanos[i] = error ? 0 : starter->started_nanos - before;
		release(&starter->shared);
		if (error)
			return error;
	}
	return 0;
}
