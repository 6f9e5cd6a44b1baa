package io.tscwatch.checks.kvm.probe;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * The functions of {@code tscwatch_kvm.h}, one to one. The header is the contract; arrays are
 * indexed by the constants here, which repeat its enums in order.
 */
final class NativeKvm {

  /** The value of {@code tw_kvm_abi()} that the constants below belong to. */
  static final int ABI = 1;

  static final String LIBRARY = "tscwatch_kernel";

  // enum tw_kvm_program
  static final int READ_TSC = 0;

  // enum tw_kvm_step
  static final int MADE = 0;
  static final int OPEN = 1;
  static final int API_VERSION = 2;
  static final int CREATE_VM = 3;
  static final int TSS_ADDR = 4;
  static final int MEMORY = 5;
  static final int CREATE_VCPU = 6;
  static final int RUN_AREA = 7;
  static final int REGISTERS = 8;
  static final int SIGNAL_MASK = 9;
  static final int NO_RESOURCES = 10;
  static final int TSC_DISABLED = 11;

  // enum tw_kvm_made
  static final int MADE_STEP = 0;
  static final int MADE_ERRNO = 1;
  static final int MADE_API_VERSION = 2;
  static final int MADE_ADJUST_CLOCK = 3;
  static final int MADE_TSC_CONTROL = 4;
  static final int MADE_LENGTH = 6;

  // enum tw_kvm_clock
  static final int CLOCK_ERRNO = 0;
  static final int CLOCK_NANOS = 1;
  static final int CLOCK_FLAGS = 2;
  static final int CLOCK_REALTIME_NANOS = 3;
  static final int CLOCK_HOST_TSC = 4;
  static final int CLOCK_TSC_BEFORE = 5;
  static final int CLOCK_TSC_AFTER = 6;
  static final int CLOCK_LENGTH = 7;

  // enum tw_kvm_outcome
  static final int HALTED = 0;
  static final int TIMED_OUT = 1;
  static final int EXITED = 2;
  static final int REFUSED = 3;
  static final int NO_THREAD = 4;
  static final int STUCK = 5;

  // enum tw_kvm_ran
  static final int RAN_OUTCOME = 0;
  static final int RAN_ERRNO = 1;
  static final int RAN_DETAIL = 2;
  static final int RAN_ROUNDS = 3;
  static final int RAN_HOST_BEFORE = 4;
  static final int RAN_GUEST = 5;
  static final int RAN_HOST_AFTER = 6;
  static final int RAN_LOWER = 7;
  static final int RAN_UPPER = 8;
  static final int RAN_BACKWARD = 9;
  static final int RAN_LENGTH = 10;

  static {
    Native.register(NativeKvm.class, LIBRARY);
  }

  private NativeKvm() {}

  static native int tw_kvm_abi();

  static native Pointer tw_kvm_make(String device, int vcpus, int program, long[] made);

  static native void tw_kvm_clock(Pointer vm, long[] clock);

  static native int tw_kvm_set_clock(Pointer vm, long nanos, long realtimeNanos);

  static native long tw_kvm_tsc_khz(Pointer vm, int vcpu);

  static native int tw_kvm_tsc_offset(Pointer vm, int vcpu, long[] cycles);

  static native int tw_kvm_set_tsc_offset(Pointer vm, int vcpu, long cycles);

  static native void tw_kvm_run(Pointer vm, int rounds, long timeoutNanos, long[] ran);

  static native void tw_kvm_close(Pointer vm);
}
