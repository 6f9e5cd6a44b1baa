/*
 * A virtual machine of one page. See tscwatch_kvm.h for the contract.
 *
 * The vCPUs run in real mode, as they are after reset, so that there is nothing to set up: no page
 * table, no interrupt controller. Without an interrupt controller in the kernel, HLT returns to us
 * as KVM_EXIT_HLT, and the next KVM_RUN continues behind it.
 *
 * KVM_RUN never hangs us: the thread that runs a vCPU blocks every signal, and KVM_SET_SIGNAL_MASK
 * lets one through while the guest runs. That signal, sent to the thread when its time is up, ends
 * KVM_RUN with EINTR; it stays blocked outside, so it is never delivered and needs no handler in a
 * process that is not ours. Sent too early it stays pending and ends the next KVM_RUN at once, so
 * there is no race to lose.
 */
#define _GNU_SOURCE
#include "tscwatch_kvm.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#define NANOS_PER_SECOND 1000000000LL
#define PAGE_BYTES 4096

/* Far more than is used: thread-local storage of the host program's libraries is taken from it. */
#define STACK_BYTES (256 * 1024)

/* "The API version is always 12" (api.rst, KVM_GET_API_VERSION). */
#define KVM_API 12

/* The guest's page, above the interrupt vectors of real mode; vCPU i stores at SLOTS + 8 i. */
#define GUEST_PAGE 0x1000
#define SLOTS 0x800

/* "Define the physical address of a three-page region in the guest physical address space", needed
 * by Intel processors that cannot run real mode themselves; where QEMU has it too. */
#define TSS_ADDRESS 0xfffbd000

/* How long an interrupted vCPU has until it is given up. */
#define GRACE_NANOS NANOS_PER_SECOND

#define KICK (SIGRTMAX - 1)

/* The kernel's sigset_t, which KVM_SET_SIGNAL_MASK wants, has 64 bits; the C library's has more. */
#define KERNEL_SIGSET_BYTES 8

static const uint8_t READ_TSC[] = {
	0x0f, 0x31,		/* again: rdtsc */
	0x66, 0x89, 0x04,	/* mov [si], eax */
	0x66, 0x89, 0x54, 0x04, /* mov [si + 4], edx */
	0xf4,			/* hlt */
	0xeb, 0xf4,		/* jmp again */
};

static const uint8_t SPIN[] = { 0xeb, 0xfe }; /* here: jmp here */

struct vcpu {
	struct tw_vm *vm;
	int number;
	int fd;
	struct kvm_run *run;
	pthread_t thread;
	bool started;
	bool ended; /* guarded by the machine's lock */
	int64_t ran[TW_KVM_RAN_LENGTH];
};

struct tw_vm {
	atomic_int references; /* the caller's, and one for each thread */
	int kvm;
	int fd;
	uint8_t *page;
	size_t run_bytes;
	int count;
	int32_t rounds;
	int64_t deadline;
	pthread_mutex_t lock;
	pthread_cond_t change;
	struct vcpu vcpus[TW_KVM_MAX_VCPUS];
};

int32_t tw_kvm_abi(void)
{
	return TW_KVM_ABI;
}

static int64_t monotonic_nanos(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * NANOS_PER_SECOND + ts.tv_nsec;
}

/* Nothing around it may move past it: what is bracketed is a system call of microseconds, so two
 * LFENCE are cheap, and enough where the LFENCE of an old AMD processor waits for nothing. */
static int64_t host_tsc(void)
{
	uint32_t low, high;

	__asm__ volatile("lfence\n\trdtsc\n\tlfence" : "=a"(low), "=d"(high) : : "memory");
	return (int64_t)((uint64_t)high << 32 | low);
}

/* Differences of counters wrap, which signed integers may not. */
static int64_t minus(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a - (uint64_t)b);
}

/* ---- Making -------------------------------------------------------------------------------- */

static void release(struct tw_vm *vm)
{
	if (atomic_fetch_sub(&vm->references, 1) != 1)
		return;
	for (int i = 0; i < TW_KVM_MAX_VCPUS; i++) {
		if (vm->vcpus[i].run)
			munmap(vm->vcpus[i].run, vm->run_bytes);
		if (vm->vcpus[i].fd >= 0)
			close(vm->vcpus[i].fd);
	}
	if (vm->fd >= 0)
		close(vm->fd);
	if (vm->kvm >= 0)
		close(vm->kvm);
	if (vm->page)
		munmap(vm->page, PAGE_BYTES);
	pthread_cond_destroy(&vm->change);
	pthread_mutex_destroy(&vm->lock);
	free(vm);
}

static struct tw_vm *allocate(int count)
{
	struct tw_vm *vm = calloc(1, sizeof(*vm));
	pthread_condattr_t monotonic;

	if (!vm)
		return NULL;
	atomic_init(&vm->references, 1);
	vm->kvm = vm->fd = -1;
	vm->count = count;
	pthread_mutex_init(&vm->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&vm->change, &monotonic);
	pthread_condattr_destroy(&monotonic);
	for (int i = 0; i < TW_KVM_MAX_VCPUS; i++) {
		vm->vcpus[i].vm = vm;
		vm->vcpus[i].number = i;
		vm->vcpus[i].fd = -1;
	}
	return vm;
}

static enum tw_kvm_step give_memory(struct tw_vm *vm, int32_t program)
{
	struct kvm_userspace_memory_region region = {
		.guest_phys_addr = GUEST_PAGE,
		.memory_size = PAGE_BYTES,
	};
	void *page = mmap(NULL, PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
			  0);

	if (page == MAP_FAILED)
		return TW_KVM_NO_RESOURCES;
	vm->page = page;
	if (program == TW_KVM_SPIN)
		memcpy(vm->page, SPIN, sizeof(SPIN));
	else
		memcpy(vm->page, READ_TSC, sizeof(READ_TSC));
	region.userspace_addr = (uintptr_t)page;
	return ioctl(vm->fd, KVM_SET_USER_MEMORY_REGION, &region) ? TW_KVM_MEMORY : TW_KVM_MADE;
}

static int set_registers(struct vcpu *vcpu)
{
	struct kvm_regs registers = {
		.rip = GUEST_PAGE,
		.rflags = 2, /* "bit 1, always 1" */
		.rsi = GUEST_PAGE + SLOTS + 8 * (uint64_t)vcpu->number,
	};
	struct kvm_sregs segments;

	if (ioctl(vcpu->fd, KVM_GET_SREGS, &segments))
		return -1;
	segments.cs.base = 0;
	segments.cs.selector = 0;
	return ioctl(vcpu->fd, KVM_SET_SREGS, &segments) || ioctl(vcpu->fd, KVM_SET_REGS, &registers);
}

static int let_kick_through(struct vcpu *vcpu)
{
	struct {
		struct kvm_signal_mask header;
		uint8_t set[KERNEL_SIGSET_BYTES];
	} __attribute__((packed)) mask;
	uint64_t blocked = ~(1ULL << (KICK - 1));

	mask.header.len = KERNEL_SIGSET_BYTES;
	memcpy(mask.set, &blocked, sizeof(blocked));
	return ioctl(vcpu->fd, KVM_SET_SIGNAL_MASK, &mask);
}

static enum tw_kvm_step make_vcpu(struct vcpu *vcpu)
{
	struct tw_vm *vm = vcpu->vm;
	void *run;

	vcpu->fd = ioctl(vm->fd, KVM_CREATE_VCPU, (unsigned long)vcpu->number);
	if (vcpu->fd < 0)
		return TW_KVM_CREATE_VCPU;
	run = mmap(NULL, vm->run_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, vcpu->fd, 0);
	if (run == MAP_FAILED)
		return TW_KVM_RUN_AREA;
	vcpu->run = run;
	if (set_registers(vcpu))
		return TW_KVM_REGISTERS;
	return let_kick_through(vcpu) ? TW_KVM_SIGNAL_MASK : TW_KVM_MADE;
}

static enum tw_kvm_step make(struct tw_vm *vm, const char *device, int32_t program, int64_t *made)
{
	enum tw_kvm_step step;
	int run_bytes;

	vm->kvm = open(device, O_RDWR | O_CLOEXEC);
	if (vm->kvm < 0)
		return TW_KVM_OPEN;
	made[TW_KVM_MADE_API_VERSION] = ioctl(vm->kvm, KVM_GET_API_VERSION, 0);
	if (made[TW_KVM_MADE_API_VERSION] != KVM_API)
		return TW_KVM_API_VERSION;
	vm->fd = ioctl(vm->kvm, KVM_CREATE_VM, 0UL);
	if (vm->fd < 0)
		return TW_KVM_CREATE_VM;
	made[TW_KVM_MADE_ADJUST_CLOCK] =
		ioctl(vm->fd, KVM_CHECK_EXTENSION, (unsigned long)KVM_CAP_ADJUST_CLOCK);
	made[TW_KVM_MADE_TSC_CONTROL] =
		ioctl(vm->kvm, KVM_CHECK_EXTENSION, (unsigned long)KVM_CAP_TSC_CONTROL);
	made[TW_KVM_MADE_GET_TSC_KHZ] =
		ioctl(vm->kvm, KVM_CHECK_EXTENSION, (unsigned long)KVM_CAP_GET_TSC_KHZ);
	if (ioctl(vm->fd, KVM_SET_TSS_ADDR, (unsigned long)TSS_ADDRESS))
		return TW_KVM_TSS_ADDR;
	step = give_memory(vm, program);
	if (step)
		return step;
	run_bytes = ioctl(vm->kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
	if (run_bytes < (int)sizeof(struct kvm_run))
		return TW_KVM_RUN_AREA;
	vm->run_bytes = (size_t)run_bytes;
	for (int i = 0; i < vm->count && !step; i++)
		step = make_vcpu(&vm->vcpus[i]);
	return step;
}

struct tw_vm *tw_kvm_make(const char *device, int32_t vcpus, int32_t program, int64_t *made)
{
	enum tw_kvm_step step;
	struct tw_vm *vm;
	int mode = PR_TSC_ENABLE;

	memset(made, 0, TW_KVM_MADE_LENGTH * sizeof(*made));
	if (prctl(PR_GET_TSC, &mode) == 0 && mode == PR_TSC_SIGSEGV) {
		made[TW_KVM_MADE_STEP] = TW_KVM_TSC_DISABLED;
		return NULL;
	}
	vm = vcpus >= 1 && vcpus <= TW_KVM_MAX_VCPUS ? allocate(vcpus) : NULL;
	if (!vm) {
		made[TW_KVM_MADE_STEP] = TW_KVM_NO_RESOURCES;
		made[TW_KVM_MADE_ERRNO] = ENOMEM;
		return NULL;
	}
	errno = 0;
	step = make(vm, device, program, made);
	if (step) {
		made[TW_KVM_MADE_STEP] = step;
		made[TW_KVM_MADE_ERRNO] = errno;
		release(vm);
		return NULL;
	}
	return vm;
}

/* ---- Clock and offset ---------------------------------------------------------------------- */

void tw_kvm_clock(struct tw_vm *vm, int64_t *clock)
{
	struct kvm_clock_data data;
	int failed;

	memset(&data, 0, sizeof(data));
	clock[TW_KVM_CLOCK_TSC_BEFORE] = host_tsc();
	failed = ioctl(vm->fd, KVM_GET_CLOCK, &data);
	clock[TW_KVM_CLOCK_TSC_AFTER] = host_tsc();
	clock[TW_KVM_CLOCK_ERRNO] = failed ? errno : 0;
	clock[TW_KVM_CLOCK_NANOS] = (int64_t)data.clock;
	clock[TW_KVM_CLOCK_FLAGS] = data.flags;
	clock[TW_KVM_CLOCK_REALTIME_NANOS] = (int64_t)data.realtime;
	clock[TW_KVM_CLOCK_HOST_TSC] = (int64_t)data.host_tsc;
}

int32_t tw_kvm_set_clock(struct tw_vm *vm, int64_t nanos, int64_t realtime_nanos)
{
	struct kvm_clock_data data;

	memset(&data, 0, sizeof(data));
	data.clock = (uint64_t)nanos;
	data.realtime = (uint64_t)realtime_nanos;
	data.flags = KVM_CLOCK_REALTIME;
	return ioctl(vm->fd, KVM_SET_CLOCK, &data) ? errno : 0;
}

int64_t tw_kvm_tsc_khz(struct tw_vm *vm, int32_t vcpu)
{
	int khz = ioctl(vm->vcpus[vcpu].fd, KVM_GET_TSC_KHZ, 0);

	return khz < 0 ? -errno : khz;
}

static int32_t offset_attribute(struct tw_vm *vm, int32_t vcpu, unsigned long request,
				int64_t *cycles)
{
	struct kvm_device_attr attribute = {
		.group = KVM_VCPU_TSC_CTRL,
		.attr = KVM_VCPU_TSC_OFFSET,
		.addr = (uintptr_t)cycles,
	};

	return ioctl(vm->vcpus[vcpu].fd, request, &attribute) ? errno : 0;
}

int32_t tw_kvm_tsc_offset(struct tw_vm *vm, int32_t vcpu, int64_t *cycles)
{
	return offset_attribute(vm, vcpu, KVM_GET_DEVICE_ATTR, cycles);
}

int32_t tw_kvm_set_tsc_offset(struct tw_vm *vm, int32_t vcpu, int64_t cycles)
{
	return offset_attribute(vm, vcpu, KVM_SET_DEVICE_ATTR, &cycles);
}

/* ---- Running ------------------------------------------------------------------------------- */

static int64_t stored_tsc(const struct vcpu *vcpu)
{
	int64_t tsc;

	memcpy(&tsc, vcpu->vm->page + SLOTS + 8 * vcpu->number, sizeof(tsc));
	return tsc;
}

static void keep(struct vcpu *vcpu, int64_t before, int64_t after)
{
	int64_t *ran = vcpu->ran, guest = stored_tsc(vcpu);
	int64_t lower = minus(guest, after), upper = minus(guest, before);
	bool first = ran[TW_KVM_RAN_ROUNDS]++ == 0;

	if (first || minus(lower, ran[TW_KVM_RAN_LOWER]) > 0)
		ran[TW_KVM_RAN_LOWER] = lower;
	if (first || minus(upper, ran[TW_KVM_RAN_UPPER]) < 0)
		ran[TW_KVM_RAN_UPPER] = upper;
	if (first || minus(after, before) <
			     minus(ran[TW_KVM_RAN_HOST_AFTER], ran[TW_KVM_RAN_HOST_BEFORE])) {
		ran[TW_KVM_RAN_HOST_BEFORE] = before;
		ran[TW_KVM_RAN_GUEST] = guest;
		ran[TW_KVM_RAN_HOST_AFTER] = after;
	}
}

static enum tw_kvm_outcome run_rounds(struct vcpu *vcpu)
{
	struct tw_vm *vm = vcpu->vm;
	int64_t previous = 0, before, after;
	int failed, error;

	while (vcpu->ran[TW_KVM_RAN_ROUNDS] < vm->rounds) {
		if (monotonic_nanos() >= vm->deadline)
			return TW_KVM_TIMED_OUT;
		before = host_tsc();
		failed = ioctl(vcpu->fd, KVM_RUN, 0);
		error = errno;
		after = host_tsc();
		/* EAGAIN: the vCPU was not initialised, or is being signalled; both pass. */
		if (failed && (error == EINTR || error == EAGAIN))
			continue;
		if (failed) {
			vcpu->ran[TW_KVM_RAN_ERRNO] = error;
			return TW_KVM_REFUSED;
		}
		if (vcpu->run->exit_reason != KVM_EXIT_HLT) {
			vcpu->ran[TW_KVM_RAN_DETAIL] = vcpu->run->exit_reason;
			return TW_KVM_EXITED;
		}
		if (vcpu->ran[TW_KVM_RAN_ROUNDS] > 0 && minus(stored_tsc(vcpu), previous) < 0)
			vcpu->ran[TW_KVM_RAN_BACKWARD]++;
		previous = stored_tsc(vcpu);
		keep(vcpu, before, after);
	}
	return TW_KVM_HALTED;
}

static void *run_thread(void *argument)
{
	struct vcpu *vcpu = argument;
	struct tw_vm *vm = vcpu->vm;

	vcpu->ran[TW_KVM_RAN_OUTCOME] = run_rounds(vcpu);
	pthread_mutex_lock(&vm->lock);
	vcpu->ended = true;
	pthread_cond_broadcast(&vm->change);
	pthread_mutex_unlock(&vm->lock);
	release(vm);
	return NULL;
}

static void start(struct vcpu *vcpu)
{
	pthread_attr_t attributes;
	int error;

	memset(vcpu->ran, 0, sizeof(vcpu->ran));
	vcpu->ended = false;
	atomic_fetch_add(&vcpu->vm->references, 1);
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_BYTES);
	error = pthread_create(&vcpu->thread, &attributes, run_thread, vcpu);
	pthread_attr_destroy(&attributes);
	vcpu->started = error == 0;
	if (error) {
		atomic_fetch_sub(&vcpu->vm->references, 1);
		vcpu->ran[TW_KVM_RAN_OUTCOME] = TW_KVM_NO_THREAD;
		vcpu->ran[TW_KVM_RAN_ERRNO] = error;
	}
}

/* Waits until all have ended or the time has come; true if all have. The lock is held. */
static bool all_ended(struct tw_vm *vm, int64_t until)
{
	struct timespec ts = { until / NANOS_PER_SECOND, until % NANOS_PER_SECOND };

	for (int i = 0; i < vm->count; i++)
		while (vm->vcpus[i].started && !vm->vcpus[i].ended)
			if (pthread_cond_timedwait(&vm->change, &vm->lock, &ts) == ETIMEDOUT &&
			    !vm->vcpus[i].ended)
				return false;
	return true;
}

void tw_kvm_run(struct tw_vm *vm, int32_t rounds, int64_t timeout_nanos, int64_t *ran)
{
	sigset_t all, old;

	vm->rounds = rounds;
	vm->deadline = monotonic_nanos() + timeout_nanos;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old); /* for the threads to inherit */
	for (int i = 0; i < vm->count; i++)
		start(&vm->vcpus[i]);
	pthread_sigmask(SIG_SETMASK, &old, NULL);

	pthread_mutex_lock(&vm->lock);
	if (!all_ended(vm, vm->deadline)) {
		for (int i = 0; i < vm->count; i++)
			if (vm->vcpus[i].started && !vm->vcpus[i].ended)
				pthread_kill(vm->vcpus[i].thread, KICK);
		all_ended(vm, monotonic_nanos() + GRACE_NANOS);
	}
	for (int i = 0; i < vm->count; i++) {
		struct vcpu *vcpu = &vm->vcpus[i];
		int64_t *to = ran + i * TW_KVM_RAN_LENGTH;

		if (vcpu->started && !vcpu->ended) {
			memset(to, 0, sizeof(vcpu->ran));
			to[TW_KVM_RAN_OUTCOME] = TW_KVM_STUCK;
		} else {
			memcpy(to, vcpu->ran, sizeof(vcpu->ran));
		}
	}
	pthread_mutex_unlock(&vm->lock);
	/* A thread that has said that it ended has no more than its return before it. */
	for (int i = 0; i < vm->count; i++) {
		if (!vm->vcpus[i].started)
			continue;
		if (ran[i * TW_KVM_RAN_LENGTH + TW_KVM_RAN_OUTCOME] == TW_KVM_STUCK)
			pthread_detach(vm->vcpus[i].thread);
		else
			pthread_join(vm->vcpus[i].thread, NULL);
	}
}

void tw_kvm_close(struct tw_vm *vm)
{
	release(vm);
}
