/*
 * tscwatch_kvm: a virtual machine of one page, in which each vCPU reads its TSC and halts.
 *
 * It answers what no file of the host tells: what KVM would promise to a guest that is created now
 * (Documentation/virt/kvm/api.rst, KVM_GET_CLOCK; devices/vcpu.rst, KVM_VCPU_TSC_CTRL).
 *
 * Every function takes and returns 64-bit integers, in arrays that are indexed by the enums below.
 * A machine is for one caller at a time. Nothing here installs a signal handler, changes the
 * caller's affinity or signals, or waits without a limit.
 */
#ifndef TSCWATCH_KVM_H
#define TSCWATCH_KVM_H

#include <stdint.h>

/* Raised with every change of an index or a meaning below; the binding refuses another value. */
#define TW_KVM_ABI 1

#define TW_KVM_MAX_VCPUS 16

/* What the vCPUs execute. */
enum tw_kvm_program {
	TW_KVM_READ_TSC = 0, /* RDTSC, store, HLT, again */
	TW_KVM_SPIN = 1,     /* never halts: shows that the time limit of tw_kvm_run() holds */
};

/* What was being done when making the machine failed; 0: it was made. */
enum tw_kvm_step {
	TW_KVM_MADE = 0,
	TW_KVM_OPEN = 1,	    /* open(2) of the device */
	TW_KVM_API_VERSION = 2,	    /* KVM_GET_API_VERSION is not 12 */
	TW_KVM_CREATE_VM = 3,
	TW_KVM_TSS_ADDR = 4,
	TW_KVM_MEMORY = 5,
	TW_KVM_CREATE_VCPU = 6,
	TW_KVM_RUN_AREA = 7,
	TW_KVM_REGISTERS = 8,
	TW_KVM_SIGNAL_MASK = 9,
	TW_KVM_NO_RESOURCES = 10,   /* of this process */
	TW_KVM_TSC_DISABLED = 11,   /* prctl(PR_SET_TSC) made RDTSC trap in the caller */
};

/* What tw_kvm_make answers. */
enum tw_kvm_made {
	TW_KVM_MADE_STEP, /* enum tw_kvm_step */
	TW_KVM_MADE_ERRNO,
	TW_KVM_MADE_API_VERSION,
	TW_KVM_MADE_ADJUST_CLOCK, /* KVM_CAP_ADJUST_CLOCK: the flags that KVM_GET_CLOCK can return */
	TW_KVM_MADE_TSC_CONTROL,  /* KVM_CAP_TSC_CONTROL: the guest's rate can be scaled */
	TW_KVM_MADE_GET_TSC_KHZ,  /* KVM_CAP_GET_TSC_KHZ */
	TW_KVM_MADE_LENGTH
};

/* What tw_kvm_clock answers: struct kvm_clock_data, between two reads of the host's TSC. */
enum tw_kvm_clock {
	TW_KVM_CLOCK_ERRNO,
	TW_KVM_CLOCK_NANOS,
	TW_KVM_CLOCK_FLAGS,
	TW_KVM_CLOCK_REALTIME_NANOS, /* means something with flag 4 */
	TW_KVM_CLOCK_HOST_TSC,	     /* means something with flag 8 */
	TW_KVM_CLOCK_TSC_BEFORE,
	TW_KVM_CLOCK_TSC_AFTER,
	TW_KVM_CLOCK_LENGTH
};

/* How a vCPU's run ended. */
enum tw_kvm_outcome {
	TW_KVM_HALTED = 0,    /* all rounds */
	TW_KVM_TIMED_OUT = 1, /* the limit passed; it was interrupted */
	TW_KVM_EXITED = 2,    /* DETAIL: an exit reason that is not KVM_EXIT_HLT */
	TW_KVM_REFUSED = 3,   /* ERRNO of KVM_RUN */
	TW_KVM_NO_THREAD = 4, /* ERRNO of pthread_create */
	TW_KVM_STUCK = 5,     /* could not be interrupted either; the machine is left behind */
};

/*
 * What tw_kvm_run answers of each vCPU. The guest reads its TSC after HOST_BEFORE and before
 * HOST_AFTER were read by the thread that runs it, so its offset to the host's TSC lies between
 * GUEST - HOST_AFTER and GUEST - HOST_BEFORE. LOWER and UPPER are the intersection over all rounds;
 * LOWER above UPPER proves that the offset moved.
 */
enum tw_kvm_ran {
	TW_KVM_RAN_OUTCOME,
	TW_KVM_RAN_ERRNO,
	TW_KVM_RAN_DETAIL,
	TW_KVM_RAN_ROUNDS,
	TW_KVM_RAN_HOST_BEFORE, /* of the round with the narrowest bracket */
	TW_KVM_RAN_GUEST,
	TW_KVM_RAN_HOST_AFTER,
	TW_KVM_RAN_LOWER,
	TW_KVM_RAN_UPPER,
	TW_KVM_RAN_BACKWARD, /* rounds in which the guest's TSC was below that of the round before */
	TW_KVM_RAN_LENGTH
};

#define TW_KVM_API __attribute__((visibility("default")))

struct tw_vm;

/* TW_KVM_ABI of this library. */
TW_KVM_API int32_t tw_kvm_abi(void);

/*
 * Makes a machine with 1 to TW_KVM_MAX_VCPUS vCPUs that have not run. `device` is /dev/kvm;
 * `program` an enum tw_kvm_program. NULL if it cannot be made; `made` says why.
 */
TW_KVM_API struct tw_vm *tw_kvm_make(const char *device, int32_t vcpus, int32_t program,
				     int64_t *made);

/* KVM_GET_CLOCK. */
TW_KVM_API void tw_kvm_clock(struct tw_vm *vm, int64_t *clock);

/*
 * KVM_SET_CLOCK with KVM_CLOCK_REALTIME: the clock continues from `nanos`, plus the time that passed
 * since `realtime_nanos`. Returns 0 or an errno value.
 */
TW_KVM_API int32_t tw_kvm_set_clock(struct tw_vm *vm, int64_t nanos, int64_t realtime_nanos);

/* KVM_GET_TSC_KHZ of a vCPU; a negative errno value if refused. */
TW_KVM_API int64_t tw_kvm_tsc_khz(struct tw_vm *vm, int32_t vcpu);

/* Reads KVM_VCPU_TSC_OFFSET. Returns 0 or an errno value; ENXIO: the attribute does not exist. */
TW_KVM_API int32_t tw_kvm_tsc_offset(struct tw_vm *vm, int32_t vcpu, int64_t *cycles);

/* Writes KVM_VCPU_TSC_OFFSET. Returns 0 or an errno value. */
TW_KVM_API int32_t tw_kvm_set_tsc_offset(struct tw_vm *vm, int32_t vcpu, int64_t cycles);

/*
 * Runs all vCPUs at the same time, each on a thread of its own until it has halted `rounds` times.
 * Returns at the latest about timeout_nanos + 1 s after the call. `ran` receives TW_KVM_RAN_LENGTH
 * values for each vCPU. After TW_KVM_STUCK the machine is good for tw_kvm_close() only.
 */
TW_KVM_API void tw_kvm_run(struct tw_vm *vm, int32_t rounds, int64_t timeout_nanos, int64_t *ran);

/* Gives the machine back. A stuck vCPU keeps it until it ends. */
TW_KVM_API void tw_kvm_close(struct tw_vm *vm);

#endif
