/*
 * The laboratory's methods: each measures, each proves what is far beyond any transfer's time, none
 * claims a fault where nothing is planted. Run by `run`, plain and under each sanitizer.
 */
#define _GNU_SOURCE
#include "tscwatch_laboratory.h"

#include <errno.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "tscwatch_kernel.h"

#define MILLIS 1000000LL
#define MICROSECOND_CYCLES 5000LL

static int failures, checks;
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

static void row(int64_t *plan, int64_t method, int64_t variant, int64_t nanos, int64_t offset)
{
	plan[TW_LAB_RUN_METHOD] = method;
	plan[TW_LAB_RUN_VARIANT] = variant;
	plan[TW_LAB_RUN_NANOS] = nanos;
	plan[TW_LAB_RUN_OFFSET_B] = offset;
}

/* A run on a busy machine may see nothing of its peer; twenty in a row may not. */
static void run_one(int64_t method, int64_t variant, int64_t offset, int64_t *answer)
{
	int64_t plan[TW_LAB_RUN_LENGTH];

	for (int attempt = 0; attempt < 20; attempt++) {
		row(plan, method, variant, 2 * MILLIS, offset);
		int error = tw_lab_run(cpu_a, cpu_b, plan, answer, 1, 0);

		EXPECT(error == 0, "errno %d", error);
		if (answer[TW_LAB_ANSWER_OUTCOME] == 0 && (offset == 0 || answer[TW_LAB_ANSWER_PROVEN]))
			return;
	}
}

static bool has_bounds(int64_t method)
{
	return method != TW_LAB_LOCKED && method != TW_LAB_LOCKLESS;
}

static void check_method(int64_t method, int64_t variant)
{
	int64_t plain[TW_LAB_ANSWER_LENGTH], planted[TW_LAB_ANSWER_LENGTH];

	run_one(method, variant, 0, plain);
	EXPECT(plain[TW_LAB_ANSWER_OUTCOME] == 0, "method %ld %ld: outcome %ld", (long)method,
	       (long)variant, (long)plain[TW_LAB_ANSWER_OUTCOME]);
	EXPECT(!plain[TW_LAB_ANSWER_PROVEN], "method %ld %ld sees what is not there", (long)method,
	       (long)variant);
	EXPECT(plain[TW_LAB_ANSWER_SAMPLES] > 0 && plain[TW_LAB_ANSWER_NANOS] > 0, "samples, time");
	EXPECT(plain[TW_LAB_ANSWER_BOUNDED] == has_bounds(method), "bounds of %ld", (long)method);
	for (int sign = -1; sign <= 1; sign += 2) {
		int64_t offset = sign * 20 * MICROSECOND_CYCLES;

		run_one(method, variant, offset, planted);
		EXPECT(planted[TW_LAB_ANSWER_PROVEN], "method %ld %ld misses %ld", (long)method,
		       (long)variant, (long)offset);
		if (!has_bounds(method))
			continue;
		EXPECT(planted[TW_LAB_ANSWER_LOWER] - offset <= plain[TW_LAB_ANSWER_UPPER] &&
			       planted[TW_LAB_ANSWER_UPPER] - offset >= plain[TW_LAB_ANSWER_LOWER],
		       "method %ld %ld: [%ld, %ld] for %ld", (long)method, (long)variant,
		       (long)planted[TW_LAB_ANSWER_LOWER], (long)planted[TW_LAB_ANSWER_UPPER],
		       (long)offset);
	}
}

static void every_method_sees_what_is_planted_and_nothing_else(void)
{
	for (int64_t method = TW_LAB_EXCHANGE; method < TW_LAB_VARIANT; method++)
		check_method(method, 0);
	for (int64_t variant = 0; variant < TW_LAB_VARIANTS; variant++)
		check_method(TW_LAB_VARIANT, variant);
}

static void a_plan_of_many_runs_is_answered_in_order(void)
{
	int64_t plan[60][TW_LAB_RUN_LENGTH], answers[60][TW_LAB_ANSWER_LENGTH];

	for (int i = 0; i < 60; i++)
		row(plan[i], i % 6, i % TW_LAB_VARIANTS, MILLIS / 10, i % 2 ? 1000000 : 0);
	EXPECT(tw_lab_run(cpu_a, cpu_b, plan[0], answers[0], 60, 0) == 0, "refused");
	for (int i = 0; i < 60; i++)
		EXPECT(!answers[i][TW_LAB_ANSWER_PROVEN] || i % 2, "run %d", i);
}

static void a_senseless_plan_is_refused(void)
{
	int64_t plan[TW_LAB_RUN_LENGTH], answer[TW_LAB_ANSWER_LENGTH];

	row(plan, 99, 0, MILLIS, 0);
	EXPECT(tw_lab_run(cpu_a, cpu_b, plan, answer, 1, 0) == EINVAL, "method");
	row(plan, TW_LAB_VARIANT, TW_LAB_VARIANTS, MILLIS, 0);
	EXPECT(tw_lab_run(cpu_a, cpu_b, plan, answer, 1, 0) == EINVAL, "variant");
	row(plan, 0, 0, 0, 0);
	EXPECT(tw_lab_run(cpu_a, cpu_b, plan, answer, 1, 0) == EINVAL, "time");
	row(plan, 0, 0, MILLIS, 0);
	EXPECT(tw_lab_run(cpu_a, cpu_a, plan, answer, 1, 0) == EINVAL, "one CPU twice");
	EXPECT(tw_lab_run(cpu_a, 5000, plan, answer, 1, 0) == EINVAL, "no such CPU");
}

static void a_victim_counts_every_iteration(void)
{
	int64_t histogram[1000], longest = 0, total = 0;

	EXPECT(tw_lab_victim(cpu_a, 20 * MILLIS, 100, 100, histogram, 1000, &longest) == 0, "refused");
	for (int i = 0; i < 1000; i++)
		total += histogram[i];
	EXPECT(total >= 64 && total % 64 == 0, "%ld iterations", (long)total);
	EXPECT(longest > 0, "longest");
}

static void a_thread_start_takes_time(void)
{
	int64_t nanos[5];

	EXPECT(tw_lab_thread_start(cpu_b, nanos, 5) == 0, "refused");
	for (int i = 0; i < 5; i++)
		EXPECT(nanos[i] > 0, "%ld ns", (long)nanos[i]);
}

int main(void)
{
	cpu_set_t cpus;

	sched_getaffinity(0, sizeof(cpus), &cpus);
	for (int i = 0; i < CPU_SETSIZE && cpu_b < 0; i++) {
		if (!CPU_ISSET(i, &cpus))
			continue;
		if (cpu_a < 0)
			cpu_a = i;
		else
			cpu_b = i;
	}
	if (cpu_b < 0) {
		printf("skipped: needs two CPUs\n");
		return 0;
	}
	every_method_sees_what_is_planted_and_nothing_else();
	a_plan_of_many_runs_is_answered_in_order();
	a_senseless_plan_is_refused();
	a_victim_counts_every_iteration();
	a_thread_start_takes_time();
	printf("%d checks, %d failed\n", checks, failures);
	return failures != 0;
}
