/*
 * Reading other clocks, against the real machine and against what it does not have. Run by `run`,
 * plain and under each sanitizer. Exit code 0 if all passed.
 */
#define _GNU_SOURCE
#include "tscwatch_clock.h"

#include <errno.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int failures, checks, cpu = -1;

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

static void request(int64_t *r, enum tw_clock clock)
{
	memset(r, 0, TW_CLK_REQUEST_LENGTH * sizeof(*r));
	r[TW_CLK_CLOCK] = clock;
	r[TW_CLK_CPU] = cpu;
	r[TW_CLK_TRIES] = 9;
	r[TW_CLK_SLOW_CYCLES] = 1LL << 40;
	r[TW_CLK_POLL_NANOS] = 1000000;
}

static void sample(enum tw_clock clock, int64_t detail, int64_t *result)
{
	int64_t r[TW_CLK_REQUEST_LENGTH];

	request(r, clock);
	r[TW_CLK_DETAIL] = detail;
	tw_clock_sample(r, result);
}

static int64_t nanos(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

static void system_clocks_lie_within_their_bracket(void)
{
	const enum tw_clock clocks[] = { TW_CLOCK_REALTIME, TW_CLOCK_MONOTONIC_RAW };
	const clockid_t ids[] = { CLOCK_REALTIME, CLOCK_MONOTONIC_RAW };

	for (int i = 0; i < 2; i++) {
		int64_t result[TW_CLKR_LENGTH], before = nanos(ids[i]);

		sample(clocks[i], 0, result);
		int64_t after = nanos(ids[i]);

		EXPECT(result[TW_CLKR_OUTCOME] == TW_MEASURED, "outcome %d", (int)result[0]);
		EXPECT(before <= result[TW_CLKR_VALUE] && result[TW_CLKR_VALUE] <= after,
		       "%lld not in %lld..%lld", (long long)result[TW_CLKR_VALUE], (long long)before,
		       (long long)after);
		int64_t width = result[TW_CLKR_TSC_AFTER] - result[TW_CLKR_TSC_BEFORE];

		EXPECT(width > 0 && width <= result[TW_CLKR_MEDIAN_CYCLES] &&
			       result[TW_CLKR_MEDIAN_CYCLES] <= result[TW_CLKR_WIDEST_CYCLES],
		       "%lld, %lld, %lld", (long long)width, (long long)result[TW_CLKR_MEDIAN_CYCLES],
		       (long long)result[TW_CLKR_WIDEST_CYCLES]);
		EXPECT(result[TW_CLKR_READS] >= 1 && result[TW_CLKR_READS] <= 9, "reads");
		EXPECT(result[TW_CLKR_SLOW_READS] == 0, "slow reads");
	}
}

static void realtime_comes_with_what_adjtimex_says(void)
{
	int64_t result[TW_CLKR_LENGTH];

	sample(TW_CLOCK_REALTIME, 0, result);
	EXPECT(result[TW_CLKR_TIMEX] == 1, "adjtimex refused");
	EXPECT(result[TW_CLKR_TIMEX_TICK] >= 9000 && result[TW_CLKR_TIMEX_TICK] <= 11000, "tick");
}

static void every_bracket_wider_than_asked_for_counts_as_slow(void)
{
	int64_t r[TW_CLK_REQUEST_LENGTH], result[TW_CLKR_LENGTH];

	request(r, TW_CLOCK_MONOTONIC_RAW);
	r[TW_CLK_SLOW_CYCLES] = 0;
	tw_clock_sample(r, result);
	EXPECT(result[TW_CLKR_SLOW_READS] == result[TW_CLKR_READS], "%lld of %lld",
	       (long long)result[TW_CLKR_SLOW_READS], (long long)result[TW_CLKR_READS]);
}

/* Both scale the same counter: against CLOCK_BOOTTIME the page's time can be anything, but it goes on
 * at the same speed, to within what NTP may slew. */
static void the_kvmclock_page_goes_on_as_time_does(void)
{
	int64_t first[TW_CLKR_LENGTH], second[TW_CLKR_LENGTH];
	int8_t bytes[32];

	sample(TW_CLOCK_KVMCLOCK, 0, first);
	if (tw_kvmclock_page(bytes) == TW_KVMCLOCK_ABSENT) {
		EXPECT(first[TW_CLKR_OUTCOME] == TW_CLOCK_ABSENT, "outcome %d", (int)first[0]);
		return;
	}
	int64_t before = nanos(CLOCK_MONOTONIC_RAW);

	usleep(20000);
	sample(TW_CLOCK_KVMCLOCK, 0, second);
	int64_t after = nanos(CLOCK_MONOTONIC_RAW), passed = second[TW_CLKR_VALUE] - first[TW_CLKR_VALUE];

	EXPECT(first[TW_CLKR_OUTCOME] == TW_MEASURED && second[TW_CLKR_OUTCOME] == TW_MEASURED, "%d, %d",
	       (int)first[0], (int)second[0]);
	EXPECT(passed > 19000000 && passed < after - before + 1000000000, "%lld ns in %lld",
	       (long long)passed, (long long)(after - before));
	EXPECT(second[TW_CLKR_TSC_AFTER] - second[TW_CLKR_TSC_BEFORE] > 0, "an empty bracket");
	printf("note: a read of the kvmclock page takes %lld cycles, flags %lld\n",
	       (long long)second[TW_CLKR_MEDIAN_CYCLES], (long long)second[TW_CLKR_DETAIL]);
}

static void missing_devices_are_absent_and_not_read(void)
{
	int64_t result[TW_CLKR_LENGTH];

	sample(TW_CLOCK_PTP, 998, result);
	EXPECT(result[TW_CLKR_OUTCOME] == TW_CLOCK_ABSENT, "outcome %d", (int)result[0]);
	EXPECT(result[TW_CLKR_ERRNO] == ENOENT, "errno %d", (int)result[1]);
	EXPECT(result[TW_CLKR_VALUE] == 0, "a value");
	if (access("/dev/hpet", F_OK)) {
		sample(TW_CLOCK_HPET, 0, result);
		EXPECT(result[TW_CLKR_OUTCOME] == TW_CLOCK_ABSENT, "outcome %d", (int)result[0]);
	}
	if (access("/sys/class/rtc/rtc0", F_OK)) {
		sample(TW_CLOCK_RTC, 0, result);
		EXPECT(result[TW_CLKR_OUTCOME] == TW_CLOCK_ABSENT, "outcome %d", (int)result[0]);
	}
}

static void nonsense_is_refused(void)
{
	const int index[] = { TW_CLK_CLOCK, TW_CLK_CPU, TW_CLK_TRIES, TW_CLK_WAIT_NANOS,
			      TW_CLK_TSC_KILOHERTZ };
	const int64_t value[] = { 99, -1, 0, 1LL << 40, -1 };

	for (int i = 0; i < 5; i++) {
		int64_t r[TW_CLK_REQUEST_LENGTH], result[TW_CLKR_LENGTH];

		request(r, TW_CLOCK_REALTIME);
		r[index[i]] = value[i];
		tw_clock_sample(r, result);
		EXPECT(result[TW_CLKR_OUTCOME] == TW_BAD_REQUEST, "case %d", i);
	}
}

int main(void)
{
	cpu_set_t allowed;

	sched_getaffinity(0, sizeof(allowed), &allowed);
	while (!CPU_ISSET(++cpu, &allowed))
		;
	system_clocks_lie_within_their_bracket();
	realtime_comes_with_what_adjtimex_says();
	every_bracket_wider_than_asked_for_counts_as_slow();
	the_kvmclock_page_goes_on_as_time_does();
	missing_devices_are_absent_and_not_read();
	nonsense_is_refused();
	printf("%d checks, %d failed\n", checks, failures);
	return failures ? 1 : 0;
}
