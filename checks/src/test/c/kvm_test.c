/*
 * The virtual machine of one page against the real /dev/kvm; without one, the refusals only. Run by
 * `run`, plain and under each sanitizer. Exit code 0 if all passed.
 */
#define _GNU_SOURCE
#include "tscwatch_kvm.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#define MILLIS 1000000LL
#define DEVICE "/dev/kvm"
#define TSC_STABLE 2

static int failures, checks, skipped;

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

static int64_t now_nanos(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

static void a_missing_device_is_named(void)
{
	int64_t made[TW_KVM_MADE_LENGTH];

	EXPECT(!tw_kvm_make("/dev/no-such-kvm", 2, TW_KVM_READ_TSC, made), "made");
	EXPECT(made[TW_KVM_MADE_STEP] == TW_KVM_OPEN, "%ld", (long)made[TW_KVM_MADE_STEP]);
	EXPECT(made[TW_KVM_MADE_ERRNO] == ENOENT, "%ld", (long)made[TW_KVM_MADE_ERRNO]);
}

static void another_device_is_not_taken_for_kvm(void)
{
	int64_t made[TW_KVM_MADE_LENGTH];

	EXPECT(!tw_kvm_make("/dev/null", 2, TW_KVM_READ_TSC, made), "made");
	EXPECT(made[TW_KVM_MADE_STEP] == TW_KVM_API_VERSION, "%ld", (long)made[TW_KVM_MADE_STEP]);
	EXPECT(made[TW_KVM_MADE_ERRNO] == ENOTTY, "%ld", (long)made[TW_KVM_MADE_ERRNO]);
}

static void a_forbidden_counter_is_an_answer_and_no_signal(void)
{
	int64_t made[TW_KVM_MADE_LENGTH];

	prctl(PR_SET_TSC, PR_TSC_SIGSEGV);
	EXPECT(!tw_kvm_make(DEVICE, 2, TW_KVM_READ_TSC, made), "made");
	prctl(PR_SET_TSC, PR_TSC_ENABLE);
	EXPECT(made[TW_KVM_MADE_STEP] == TW_KVM_TSC_DISABLED, "%ld", (long)made[TW_KVM_MADE_STEP]);
}

static void a_senseless_number_of_vcpus_is_refused(void)
{
	int64_t made[TW_KVM_MADE_LENGTH];

	EXPECT(!tw_kvm_make(DEVICE, 0, TW_KVM_READ_TSC, made), "made");
	EXPECT(!tw_kvm_make(DEVICE, TW_KVM_MAX_VCPUS + 1, TW_KVM_READ_TSC, made), "made");
}

static void vcpus_run_to_their_halt_and_see_one_offset(void)
{
	int64_t made[TW_KVM_MADE_LENGTH], ran[2 * TW_KVM_RAN_LENGTH], clock[TW_KVM_CLOCK_LENGTH];
	struct tw_vm *vm = tw_kvm_make(DEVICE, 2, TW_KVM_READ_TSC, made);

	EXPECT(vm, "step %ld", (long)made[TW_KVM_MADE_STEP]);
	if (!vm)
		return;
	tw_kvm_clock(vm, clock);
	EXPECT(clock[TW_KVM_CLOCK_ERRNO] == 0, "%ld", (long)clock[TW_KVM_CLOCK_ERRNO]);
	tw_kvm_run(vm, 8, 5000 * MILLIS, ran);
	for (int i = 0; i < 2; i++) {
		int64_t *r = ran + i * TW_KVM_RAN_LENGTH, offset;

		EXPECT(r[TW_KVM_RAN_OUTCOME] == TW_KVM_HALTED, "%ld, errno %ld, detail %ld",
		       (long)r[TW_KVM_RAN_OUTCOME], (long)r[TW_KVM_RAN_ERRNO],
		       (long)r[TW_KVM_RAN_DETAIL]);
		EXPECT(r[TW_KVM_RAN_ROUNDS] == 8, "%ld", (long)r[TW_KVM_RAN_ROUNDS]);
		EXPECT(r[TW_KVM_RAN_BACKWARD] == 0, "%ld", (long)r[TW_KVM_RAN_BACKWARD]);
		EXPECT(r[TW_KVM_RAN_LOWER] <= r[TW_KVM_RAN_UPPER], "empty");
		if (tw_kvm_tsc_offset(vm, i, &offset) == 0) {
			EXPECT(r[TW_KVM_RAN_LOWER] <= offset && offset <= r[TW_KVM_RAN_UPPER],
			       "vCPU %d: %ld outside of %ld to %ld", i, (long)offset,
			       (long)r[TW_KVM_RAN_LOWER], (long)r[TW_KVM_RAN_UPPER]);
		}
		EXPECT(tw_kvm_tsc_khz(vm, i) > 0, "%ld", (long)tw_kvm_tsc_khz(vm, i));
		printf("note: vCPU %d: offset within %ld cycles, flags %ld before\n", i,
		       (long)(r[TW_KVM_RAN_UPPER] - r[TW_KVM_RAN_LOWER]),
		       (long)clock[TW_KVM_CLOCK_FLAGS]);
	}
	tw_kvm_clock(vm, clock);
	printf("note: flags %ld after\n", (long)clock[TW_KVM_CLOCK_FLAGS]);
	tw_kvm_close(vm);
}

/* A KVM without hardware for it (kvm_pvm) takes the write, and keeps the offset that it had. */
static void the_offset_that_is_read_back_is_what_the_guest_sees(void)
{
	int64_t made[TW_KVM_MADE_LENGTH], ran[2 * TW_KVM_RAN_LENGTH], wanted = -123456789012345;
	struct tw_vm *vm = tw_kvm_make(DEVICE, 2, TW_KVM_READ_TSC, made);
	int64_t offsets[2] = { 0, 0 };

	if (!vm)
		return;
	for (int i = 0; i < 2; i++)
		if (tw_kvm_set_tsc_offset(vm, i, wanted) ||
		    tw_kvm_tsc_offset(vm, i, &offsets[i])) {
			printf("note: KVM_VCPU_TSC_OFFSET cannot be written here\n");
			tw_kvm_close(vm);
			return;
		}
	tw_kvm_run(vm, 4, 5000 * MILLIS, ran);
	for (int i = 0; i < 2; i++) {
		int64_t *r = ran + i * TW_KVM_RAN_LENGTH;

		EXPECT(r[TW_KVM_RAN_LOWER] <= offsets[i] && offsets[i] <= r[TW_KVM_RAN_UPPER],
		       "vCPU %d: %ld outside of %ld to %ld", i, (long)offsets[i],
		       (long)r[TW_KVM_RAN_LOWER], (long)r[TW_KVM_RAN_UPPER]);
	}
	if (offsets[0] != wanted)
		printf("note: KVM_VCPU_TSC_OFFSET was written and is not kept here\n");
	tw_kvm_close(vm);
}

/* The caller's handler would be seen: nothing may be delivered in a process that is not ours. */
static volatile sig_atomic_t delivered;

static void on_signal(int number)
{
	(void)number;
	delivered++;
}

static void a_guest_that_never_halts_is_stopped_in_time_without_a_signal(void)
{
	int64_t made[TW_KVM_MADE_LENGTH], ran[TW_KVM_RAN_LENGTH], began, took;
	struct tw_vm *vm = tw_kvm_make(DEVICE, 1, TW_KVM_SPIN, made);

	if (!vm)
		return;
	for (int number = SIGRTMIN; number <= SIGRTMAX; number++)
		signal(number, on_signal);
	for (int i = 0; i < 3; i++) {
		began = now_nanos();
		tw_kvm_run(vm, 1, 20 * MILLIS, ran);
		took = now_nanos() - began;
		EXPECT(ran[TW_KVM_RAN_OUTCOME] == TW_KVM_TIMED_OUT, "%ld",
		       (long)ran[TW_KVM_RAN_OUTCOME]);
		EXPECT(took >= 20 * MILLIS && took < 1000 * MILLIS, "%ld us", (long)took / 1000);
	}
	EXPECT(delivered == 0, "%d", (int)delivered);
	tw_kvm_close(vm);
}

int main(void)
{
	a_missing_device_is_named();
	another_device_is_not_taken_for_kvm();
	a_forbidden_counter_is_an_answer_and_no_signal();
	a_senseless_number_of_vcpus_is_refused();
	if (access(DEVICE, R_OK | W_OK) == 0) {
		vcpus_run_to_their_halt_and_see_one_offset();
		the_offset_that_is_read_back_is_what_the_guest_sees();
		a_guest_that_never_halts_is_stopped_in_time_without_a_signal();
	} else {
		skipped = 3;
		printf("skipped: %s: %s\n", DEVICE, strerror(errno));
	}
	printf("kvm_test: %d checks, %d failed, %d skipped\n", checks, failures, skipped);
	return failures != 0;
}
