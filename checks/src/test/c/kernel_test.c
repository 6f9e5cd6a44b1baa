/*
 * The exchange kernel against the real machine: what it measures, and every way in which it can be
 * prevented from measuring. Run by `run`, plain and under each sanitizer. Exit code 0 if all passed.
 */
#define _GNU_SOURCE
#include "tscwatch_kernel.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define MILLIS 1000000LL

static atomic_int failures, checks;
static int skipped;
static int cpu_a = -1, cpu_b = -1;

#define EXPECT(condition, ...)                                                                     \
	do {                                                                                       \
		checks++;                                                                          \
		if (!(condition)) {                                                                \
			failures++;                                                                \
			printf("FAILED %s:%d: %s: ", __func__, __LINE__, #condition);              \
			printf(__VA_ARGS__);                                                       \
			printf("\n");                                                              \
		}                                                                                  \
	} while (0)

#define SKIP(reason)                                                                               \
	do {                                                                                       \
		skipped++;                                                                         \
		printf("skipped %s: %s\n", __func__, reason);                                      \
		return;                                                                            \
	} while (0)

static int64_t now_nanos(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

static void request(int64_t *r, int64_t budget_nanos)
{
	memset(r, 0, TW_REQ_LENGTH * sizeof(*r));
	r[TW_REQ_CPU_A] = cpu_a;
	r[TW_REQ_CPU_B] = cpu_b;
	r[TW_REQ_BUDGET_NANOS] = budget_nanos;
	r[TW_REQ_START_TIMEOUT_NANOS] = 2000 * MILLIS;
}

/* A pair may go without samples on a machine busy enough; five times in a row it may not. */
static void exchange_until_measured(const int64_t *q, int64_t *r)
{
	for (int attempt = 0; attempt < 5; attempt++) {
		tw_exchange(q, r, 1);
		if (r[TW_RES_OUTCOME] == TW_MEASURED)
			return;
		printf("note: outcome %ld, %ld blocks kept, %ld dropped, %ld us\n",
		       (long)r[TW_RES_OUTCOME], (long)r[TW_RES_BLOCKS_KEPT],
		       (long)r[TW_RES_BLOCKS_DROPPED],
		       (long)(r[TW_RES_FINISHED_NANOS] - r[TW_RES_STARTED_NANOS]) / 1000);
	}
}

static int64_t upper(const int64_t *result)
{
	return result[TW_RES_AB_RECEIVED] - result[TW_RES_AB_SENT];
}

static int64_t lower(const int64_t *result)
{
	return -(result[TW_RES_BA_RECEIVED] - result[TW_RES_BA_SENT]);
}

static void a_pair_is_measured_and_its_bounds_are_in_order(void)
{
	for (int no_rseq = 0; no_rseq < 2; no_rseq++) {
		for (int method = TW_METHOD_AUTO; method <= TW_METHOD_RDTSCP; method++) {
			int64_t q[TW_REQ_LENGTH], r[TW_RES_LENGTH];

			request(q, 2 * MILLIS);
			q[TW_REQ_NO_RSEQ] = no_rseq;
			q[TW_REQ_METHOD] = method;
			exchange_until_measured(q, r);
			EXPECT(r[TW_RES_OUTCOME] == TW_MEASURED, "outcome %ld", (long)r[TW_RES_OUTCOME]);
			EXPECT(upper(r) > lower(r), "[%ld, %ld]", (long)lower(r), (long)upper(r));
			EXPECT(r[TW_RES_BLOCKS_KEPT] > 0, "blocks %ld", (long)r[TW_RES_BLOCKS_KEPT]);
			EXPECT(r[TW_RES_AB_SAMPLES] > 0 && r[TW_RES_BA_SAMPLES] > 0, "samples");
			EXPECT(r[TW_RES_METHOD] != TW_METHOD_AUTO, "method");
			EXPECT(r[TW_RES_FINISHED_NANOS] > r[TW_RES_STARTED_NANOS], "time");
			EXPECT(r[TW_RES_CPU_NANOS] > 0, "cpu");
			EXPECT(!no_rseq || !r[TW_RES_RSEQ], "rseq although it was forbidden");
		}
	}
}

/* The true offset of this machine is not known; but what is planted moves the interval by just so
 * much, and two intervals of the same offset have to meet. */
static void a_planted_offset_moves_the_interval_by_itself(void)
{
	const int64_t planted[] = { 40, -40, 1000, -1000, 100000, -100000, 1LL << 40, -(1LL << 40) };
	int64_t q[TW_REQ_LENGTH], r[TW_RES_LENGTH];

	for (size_t i = 0; i < sizeof(planted) / sizeof(planted[0]); i++) {
		request(q, MILLIS);
		exchange_until_measured(q, r);
		if (r[TW_RES_OUTCOME] != TW_MEASURED)
			continue;
		int64_t plain_lower = lower(r), plain_upper = upper(r);

		for (int side = 0; side < 2; side++) {
			int64_t expected = side ? planted[i] : -planted[i];

			request(q, MILLIS);
			q[TW_REQ_OFFSET_A + side] = planted[i];
			exchange_until_measured(q, r);
			EXPECT(r[TW_RES_OUTCOME] == TW_MEASURED, "outcome %ld",
			       (long)r[TW_RES_OUTCOME]);
			EXPECT(lower(r) - expected <= plain_upper && upper(r) - expected >= plain_lower,
			       "planted %ld: [%ld, %ld], plain [%ld, %ld]", (long)expected,
			       (long)lower(r), (long)upper(r), (long)plain_lower, (long)plain_upper);
		}
	}
}

static void a_planted_rate_opens_up_with_time(void)
{
	int64_t q[TW_REQ_LENGTH], r[TW_RES_LENGTH], origin;

	request(q, MILLIS);
	exchange_until_measured(q, r);
	origin = r[TW_RES_AB_SENT];
	q[TW_REQ_RATE_B] = 1000000000; /* 1000 ppm */
	q[TW_REQ_ORIGIN_B] = origin;
	exchange_until_measured(q, r);
	int64_t age = r[TW_RES_AB_SENT] - origin;

	EXPECT(r[TW_RES_OUTCOME] == TW_MEASURED, "outcome %ld", (long)r[TW_RES_OUTCOME]);
	EXPECT(age > 0 && upper(r) >= age / 1000, "after %ld cycles [%ld, %ld]", (long)age,
	       (long)lower(r), (long)upper(r));
}

/* As a suspend that resets the counters looks to a thread: the own counter goes back. Planted as a
 * rate so negative that it does so with every reading. */
static void a_counter_that_goes_back_is_named_and_gives_no_bounds(void)
{
	int64_t q[TW_REQ_LENGTH], r[TW_RES_LENGTH], t[TW_TIME_LENGTH];

	tw_time_sample(cpu_a, 1, t);
	for (int side = 0; side < 2; side++) {
		request(q, MILLIS);
		q[TW_REQ_RATE_A + side] = -2000000000000LL;
		q[TW_REQ_ORIGIN_A + side] = t[TW_TIME_TSC_AFTER];
		tw_exchange(q, r, 1);
		EXPECT(r[TW_RES_OUTCOME] == TW_WENT_BACK, "outcome %ld", (long)r[TW_RES_OUTCOME]);
		EXPECT(r[TW_RES_DETAIL] == (side ? cpu_b : cpu_a), "CPU %ld", (long)r[TW_RES_DETAIL]);
		/* Losing all but a millionth of its rate it is slow, but goes on. */
		q[TW_REQ_RATE_A + side] = -999999000000LL;
		exchange_until_measured(q, r);
		EXPECT(r[TW_RES_OUTCOME] == TW_MEASURED, "outcome %ld", (long)r[TW_RES_OUTCOME]);
	}
}

static void an_absent_cpu_is_refused_by_name(void)
{
	const int absent[] = { 1023, 1024, 5000, 65535 };
	int64_t q[TW_REQ_LENGTH], r[TW_RES_LENGTH];

	for (size_t i = 0; i < sizeof(absent) / sizeof(absent[0]); i++) {
		for (int side = 0; side < 2; side++) {
			request(q, MILLIS);
			q[TW_REQ_CPU_A + side] = absent[i];
			tw_exchange(q, r, 1);
			EXPECT(r[TW_RES_OUTCOME] == TW_AFFINITY_REFUSED, "outcome %ld",
			       (long)r[TW_RES_OUTCOME]);
			EXPECT(r[TW_RES_ERRNO] == EINVAL, "errno %ld", (long)r[TW_RES_ERRNO]);
			EXPECT(r[TW_RES_DETAIL] == absent[i], "CPU %ld", (long)r[TW_RES_DETAIL]);
		}
	}
}

static void a_senseless_request_is_refused(void)
{
	int64_t q[TW_REQ_LENGTH], r[TW_RES_LENGTH];
	const struct {
		int field;
		int64_t value;
	} wrong[] = {
		{ TW_REQ_CPU_A, -1 },		  { TW_REQ_CPU_B, 65536 },
		{ TW_REQ_BUDGET_NANOS, 0 },	  { TW_REQ_BUDGET_NANOS, 61000 * MILLIS },
		{ TW_REQ_START_TIMEOUT_NANOS, -1 }, { TW_REQ_METHOD, 9 },
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		request(q, MILLIS);
		q[wrong[i].field] = wrong[i].value;
		tw_exchange(q, r, 1);
		EXPECT(r[TW_RES_OUTCOME] == TW_BAD_REQUEST, "request %zu: outcome %ld", i,
		       (long)r[TW_RES_OUTCOME]);
	}
	request(q, MILLIS);
	q[TW_REQ_CPU_B] = q[TW_REQ_CPU_A];
	tw_exchange(q, r, 1);
	EXPECT(r[TW_RES_OUTCOME] == TW_BAD_REQUEST, "one CPU twice");
}

static atomic_bool hog_stop, hog_running;

static void *hog(void *unused)
{
	(void)unused;
	atomic_store(&hog_running, true);
	while (!atomic_load(&hog_stop))
		;
	return NULL;
}

/* A thread that no ordinary one on this CPU comes beside. Returns an errno. */
static int start_real_time(pthread_t *thread, int cpu, void *(*run)(void *), void *argument)
{
	struct sched_param param = { .sched_priority = 50 };
	pthread_attr_t attributes;
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	CPU_SET(cpu, &cpus);
	pthread_attr_init(&attributes);
	pthread_attr_setaffinity_np(&attributes, sizeof(cpus), &cpus);
	pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED);
	pthread_attr_setschedpolicy(&attributes, SCHED_FIFO);
	pthread_attr_setschedparam(&attributes, &param);
	int error = pthread_create(thread, &attributes, run, argument);

	pthread_attr_destroy(&attributes);
	return error;
}

static void a_cpu_held_by_a_real_time_thread_is_named_and_nothing_hangs(void)
{
	int64_t q[TW_REQ_LENGTH], r[TW_RES_LENGTH], start = now_nanos();
	pthread_t thread;

	atomic_store(&hog_stop, false);
	if (start_real_time(&thread, cpu_b, hog, NULL))
		SKIP("needs CAP_SYS_NICE for a real-time thread");
	while (!atomic_load(&hog_running))
		usleep(100);
	request(q, MILLIS);
	q[TW_REQ_START_TIMEOUT_NANOS] = 30 * MILLIS;
	tw_exchange(q, r, 1);
	int64_t took = now_nanos() - start;

	atomic_store(&hog_stop, true);
	pthread_join(thread, NULL);
	/* The kernel's real-time throttling may have let the thread in, late. */
	if (r[TW_RES_OUTCOME] == TW_MEASURED)
		printf("note: the real-time thread was throttled, the pair was measured\n");
	else
		EXPECT(r[TW_RES_OUTCOME] == TW_NOT_SCHEDULED && r[TW_RES_DETAIL] == cpu_b,
		       "outcome %ld, CPU %ld", (long)r[TW_RES_OUTCOME], (long)r[TW_RES_DETAIL]);
	EXPECT(took < 5000 * MILLIS, "took %ld ms", (long)(took / MILLIS));
	for (int i = 0; i < 2000 && tw_abandoned_threads() > 0; i++)
		usleep(1000);
	EXPECT(tw_abandoned_threads() == 0, "%d threads left behind", tw_abandoned_threads());
}

/* Each CPU is free for a while, then the other one, and never both. */
#define TURN_NANOS 180000LL
#define BETWEEN_TURNS_NANOS 150000LL

static void *hog_all_but_one_turn(void *argument)
{
	int64_t turn = (int64_t)(intptr_t)argument * (TURN_NANOS + BETWEEN_TURNS_NANOS);
	int64_t cycle = 2 * (TURN_NANOS + BETWEEN_TURNS_NANOS);

	while (!atomic_load(&hog_stop)) {
		int64_t now = now_nanos(), begun = now - now % cycle + turn, end = begun + TURN_NANOS;
		struct timespec until = { end / 1000000000LL, end % 1000000000LL };

		if (now >= begun && now < end)
			clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
	}
	return NULL;
}

/* As under a hypervisor that runs both CPUs by turns on one of its own. */
static void two_sides_that_run_by_turns_sleep_and_do_not_spin(void)
{
	int64_t q[TW_REQ_LENGTH], r[TW_RES_LENGTH], least_percent = 100;
	pthread_t threads[2];
	int started = 0;

	atomic_store(&hog_stop, false);
	for (; started < 2; started++)
		if (start_real_time(&threads[started], started ? cpu_b : cpu_a, hog_all_but_one_turn,
				    (void *)(intptr_t)started))
			break;
	request(q, 20 * MILLIS);
	for (int attempt = 0; started == 2 && attempt < 5 && least_percent >= 40; attempt++) {
		tw_exchange(q, r, 1);
		int64_t took = r[TW_RES_FINISHED_NANOS] - r[TW_RES_STARTED_NANOS];

		/* In less time the two have met all the same, whoever moved the turns. */
		if (took >= 100 * MILLIS && r[TW_RES_CPU_NANOS] * 100 / took < least_percent)
			least_percent = r[TW_RES_CPU_NANOS] * 100 / took;
	}
	atomic_store(&hog_stop, true);
	for (int i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	if (started < 2)
		SKIP("needs CAP_SYS_NICE for a real-time thread");
	/* Of both CPUs together: spinning takes each its turn, 54 %. */
	EXPECT(least_percent < 40, "%ld %% of a CPU", (long)least_percent);
}

struct eviction {
	atomic_bool stop;
	atomic_int moved;
};

/* Moves every thread that is pinned to cpu_b alone to cpu_a, as an administrator could. */
static void *evict(void *argument)
{
	struct eviction *eviction = argument;

	while (!atomic_load(&eviction->stop)) {
		DIR *tasks = opendir("/proc/self/task");
		struct dirent *entry;

		while (tasks && (entry = readdir(tasks))) {
			pid_t tid = atoi(entry->d_name);
			cpu_set_t cpus;

			if (tid <= 0 || sched_getaffinity(tid, sizeof(cpus), &cpus) != 0)
				continue;
			if (CPU_COUNT(&cpus) == 1 && CPU_ISSET(cpu_b, &cpus)) {
				CPU_ZERO(&cpus);
				CPU_SET(cpu_a, &cpus);
				if (sched_setaffinity(tid, sizeof(cpus), &cpus) == 0)
					atomic_fetch_add(&eviction->moved, 1);
			}
		}
		if (tasks)
			closedir(tasks);
		usleep(5000);
	}
	return NULL;
}

/* On a busy machine the eviction may come after the last block, which is no loss: tried again. */
static void a_side_that_is_moved_away_loses_the_pair_and_never_gives_bounds(void)
{
	for (int no_rseq = 0; no_rseq < 2; no_rseq++) {
		int64_t q[TW_REQ_LENGTH], r[TW_RES_LENGTH];
		int moved = 0;
		bool lost = false;

		for (int attempt = 0; attempt < 10 && !lost; attempt++) {
			struct eviction eviction = { false, 0 };
			pthread_t thread;

			if (pthread_create(&thread, NULL, evict, &eviction) != 0)
				SKIP("no thread");
			request(q, 300 * MILLIS);
			q[TW_REQ_NO_RSEQ] = no_rseq;
			tw_exchange(q, r, 1);
			atomic_store(&eviction.stop, true);
			pthread_join(thread, NULL);
			moved += atomic_load(&eviction.moved);
			lost = r[TW_RES_OUTCOME] == TW_CPU_LOST;
		}
		if (moved == 0)
			SKIP("no thread could be moved: is /proc mounted?");
		EXPECT(lost, "outcome %ld after %d evictions", (long)r[TW_RES_OUTCOME], moved);
		EXPECT(r[TW_RES_DETAIL] == cpu_b, "CPU %ld", (long)r[TW_RES_DETAIL]);
		EXPECT(r[TW_RES_MIGRATIONS] > 0, "migrations %ld", (long)r[TW_RES_MIGRATIONS]);
	}
}

static void a_forbidden_counter_is_an_answer_and_no_signal(void)
{
	int64_t q[TW_REQ_LENGTH], r[TW_RES_LENGTH], g[TW_GRAN_LENGTH], t[TW_TIME_LENGTH];

	if (prctl(PR_SET_TSC, PR_TSC_SIGSEGV) != 0)
		SKIP("prctl(PR_SET_TSC) is refused");
	request(q, MILLIS);
	tw_exchange(q, r, 1);
	tw_granularity(cpu_a, 100, g);
	tw_time_sample(cpu_a, 10, t);
	prctl(PR_SET_TSC, PR_TSC_ENABLE);
	EXPECT(r[TW_RES_OUTCOME] == TW_TSC_DISABLED, "outcome %ld", (long)r[TW_RES_OUTCOME]);
	EXPECT(g[TW_GRAN_OUTCOME] == TW_TSC_DISABLED, "outcome %ld", (long)g[TW_GRAN_OUTCOME]);
	EXPECT(t[TW_TIME_OUTCOME] == TW_TSC_DISABLED, "outcome %ld", (long)t[TW_TIME_OUTCOME]);
}

static void *measure_often(void *unused)
{
	(void)unused;
	for (int i = 0; i < 20; i++) {
		int64_t q[TW_REQ_LENGTH], r[TW_RES_LENGTH];

		request(q, MILLIS / 5);
		tw_exchange(q, r, 1);
		/* Eight at once on the same two CPUs: a pair may get no samples, never a wrong answer. */
		if (r[TW_RES_OUTCOME] == TW_MEASURED)
			EXPECT(upper(r) > lower(r), "[%ld, %ld]", (long)lower(r), (long)upper(r));
		else
			EXPECT(r[TW_RES_OUTCOME] == TW_NO_SAMPLES ||
				       r[TW_RES_OUTCOME] == TW_NOT_SCHEDULED,
			       "outcome %ld", (long)r[TW_RES_OUTCOME]);
	}
	return NULL;
}

static void many_callers_at_once_get_an_answer_each(void)
{
	pthread_t threads[8];

	for (int i = 0; i < 8; i++)
		if (pthread_create(&threads[i], NULL, measure_often, NULL) != 0)
			abort();
	for (int i = 0; i < 8; i++)
		pthread_join(threads[i], NULL);
}

static void several_pairs_are_answered_in_order(void)
{
	int64_t q[3 * TW_REQ_LENGTH], r[3 * TW_RES_LENGTH];

	for (int i = 0; i < 3; i++)
		request(q + i * TW_REQ_LENGTH, MILLIS);
	q[TW_REQ_LENGTH + TW_REQ_CPU_A] = 60000;
	q[TW_REQ_LENGTH + TW_REQ_CPU_B] = 60001;
	q[2 * TW_REQ_LENGTH + TW_REQ_CPU_B] = -1;
	for (int attempt = 0; attempt < 5; attempt++) {
		tw_exchange(q, r, 3);
		if (r[TW_RES_OUTCOME] == TW_MEASURED)
			break;
	}
	EXPECT(r[TW_RES_OUTCOME] == TW_MEASURED, "outcome %ld", (long)r[TW_RES_OUTCOME]);
	EXPECT(r[TW_RES_LENGTH + TW_RES_OUTCOME] == TW_AFFINITY_REFUSED, "second");
	EXPECT(r[2 * TW_RES_LENGTH + TW_RES_OUTCOME] == TW_BAD_REQUEST, "third");
	tw_exchange(q, r, 0);
}

static void one_cpu_alone_is_read(void)
{
	int64_t g[TW_GRAN_LENGTH], t[TW_TIME_LENGTH];
	int32_t registers[4];
	int8_t page[32];

	for (int attempt = 0; attempt < 5; attempt++) {
		tw_granularity(cpu_a, 10000, g);
		tw_time_sample(cpu_b, 25, t);
		if (g[TW_GRAN_OUTCOME] == TW_MEASURED && t[TW_TIME_OUTCOME] == TW_MEASURED)
			break;
	}
	EXPECT(g[TW_GRAN_OUTCOME] == TW_MEASURED, "outcome %ld", (long)g[TW_GRAN_OUTCOME]);
	EXPECT(g[TW_GRAN_STEP_CYCLES] >= 1, "step %ld", (long)g[TW_GRAN_STEP_CYCLES]);
	EXPECT(g[TW_GRAN_SMALLEST_DELTA_CYCLES] % g[TW_GRAN_STEP_CYCLES] == 0, "smallest %ld",
	       (long)g[TW_GRAN_SMALLEST_DELTA_CYCLES]);
	tw_granularity(60000, 100, g);
	EXPECT(g[TW_GRAN_OUTCOME] == TW_AFFINITY_REFUSED, "outcome %ld", (long)g[TW_GRAN_OUTCOME]);
	EXPECT(t[TW_TIME_OUTCOME] == TW_MEASURED, "outcome %ld", (long)t[TW_TIME_OUTCOME]);
	EXPECT(t[TW_TIME_TSC_AFTER] > t[TW_TIME_TSC_BEFORE], "bracket");
	EXPECT(t[TW_TIME_BOOTTIME_NANOS] >= t[TW_TIME_MONOTONIC_NANOS], "clocks");
	tw_cpuid(0, 0, registers);
	EXPECT(registers[0] >= 1, "highest leaf %d", registers[0]);
	int where = tw_kvmclock_page(page);

	EXPECT(where >= TW_KVMCLOCK_ABSENT && where <= TW_KVMCLOCK_VVAR, "%d", where);
	EXPECT(tw_abi() == TW_ABI, "%d", tw_abi());
}

/* How often the clocks of cpu_b are read by a thread on `cpu` that is not switched out meanwhile, as it
 * has to be for another thread on the same CPU. */
static int read_without_a_switch(int cpu, int attempts)
{
	cpu_set_t before, only;
	int without = 0;

	sched_getaffinity(0, sizeof(before), &before);
	CPU_ZERO(&only);
	CPU_SET(cpu, &only);
	sched_setaffinity(0, sizeof(only), &only);
	for (int i = 0; i < attempts; i++) {
		int64_t t[TW_TIME_LENGTH];
		struct rusage begin, end;

		getrusage(RUSAGE_THREAD, &begin);
		tw_time_sample(cpu_b, 5, t);
		getrusage(RUSAGE_THREAD, &end);
		if (t[TW_TIME_OUTCOME] != TW_MEASURED)
			continue;
		EXPECT(t[TW_TIME_TSC_AFTER] > t[TW_TIME_TSC_BEFORE], "bracket");
		without += end.ru_nvcsw == begin.ru_nvcsw && end.ru_nivcsw == begin.ru_nivcsw;
	}
	sched_setaffinity(0, sizeof(before), &before);
	return without;
}

static void clocks_of_the_callers_own_cpu_are_read_without_a_thread(void)
{
	int here = read_without_a_switch(cpu_b, 50);

	EXPECT(here > 0, "%d of 50", here);
	/* From another CPU it takes a thread, and is as right: the brackets are looked at within. */
	read_without_a_switch(cpu_a, 50);
}

static void choose_cpus(void)
{
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	sched_getaffinity(0, sizeof(cpus), &cpus);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (!CPU_ISSET(cpu, &cpus))
			continue;
		if (cpu_a < 0)
			cpu_a = cpu;
		else if (cpu_b < 0)
			cpu_b = cpu;
	}
}

int main(void)
{
	choose_cpus();
	if (cpu_b < 0) {
		printf("skipped: this process may use one CPU only\n");
		return 0;
	}
	a_pair_is_measured_and_its_bounds_are_in_order();
	a_planted_offset_moves_the_interval_by_itself();
	a_planted_rate_opens_up_with_time();
	a_counter_that_goes_back_is_named_and_gives_no_bounds();
	an_absent_cpu_is_refused_by_name();
	a_senseless_request_is_refused();
	a_cpu_held_by_a_real_time_thread_is_named_and_nothing_hangs();
	two_sides_that_run_by_turns_sleep_and_do_not_spin();
	a_side_that_is_moved_away_loses_the_pair_and_never_gives_bounds();
	a_forbidden_counter_is_an_answer_and_no_signal();
	many_callers_at_once_get_an_answer_each();
	several_pairs_are_answered_in_order();
	one_cpu_alone_is_read();
	clocks_of_the_callers_own_cpu_are_read_without_a_thread();
	printf("kernel_test: %d checks, %d failed, %d skipped\n", checks, failures, skipped);
	return failures != 0;
}
