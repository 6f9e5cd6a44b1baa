package io.tscwatch.checks.kvm.probe;

import static io.tscwatch.checks.kvm.probe.NativeKvm.*;

import com.sun.jna.Pointer;
import io.tscwatch.checks.kvm.host.ClockReading;
import io.tscwatch.checks.kvm.host.NoProbe;
import io.tscwatch.checks.kvm.host.VcpuOutcome;
import io.tscwatch.checks.kvm.host.VcpuReading;
import io.tscwatch.checks.read.Reading;
import java.util.ArrayList;
import java.util.List;

/**
 * A virtual machine of one page, whose vCPUs read their TSC and halt.
 *
 * <p>For one thread; every method returns within a bounded time.
 */
final class ProbeVm implements AutoCloseable {

  /** Rounds of a run: the bracket of the best of so many is near the floor, after about 1 ms. */
  private static final int ROUNDS = 16;

  /** Far beyond what a loaded host or one that emulates real mode needs. */
  private static final long RUN_TIMEOUT_NANOS = 2_000_000_000L;

  private final Pointer vm;
  private final int vcpus;
  private final long[] made;

  private ProbeVm(Pointer vm, int vcpus, long[] made) {
    this.vm = vm;
    this.vcpus = vcpus;
    this.made = made;
  }

  /** What making a machine gave. */
  sealed interface Attempt {
    record Made(ProbeVm vm) implements Attempt {}

    record NotMade(NoProbe why) implements Attempt {}
  }

  static Attempt make(String device, int vcpus) {
    long[] made = new long[MADE_LENGTH];
    Pointer vm;
    try {
      if (tw_kvm_abi() != ABI) {
        return new Attempt.NotMade(noLibrary("lib" + LIBRARY + ".so is of another version"));
      }
      vm = tw_kvm_make(device, vcpus, READ_TSC, made);
    } catch (LinkageError e) {
      return new Attempt.NotMade(noLibrary("lib" + LIBRARY + ".so could not be loaded: " + e));
    }
    if (vm == null) {
      return new Attempt.NotMade(
          ProbeFailure.of(
              device, Math.toIntExact(made[MADE_STEP]), Math.toIntExact(made[MADE_ERRNO])));
    }
    return new Attempt.Made(new ProbeVm(vm, vcpus, made));
  }

  private static NoProbe noLibrary(String reason) {
    return new NoProbe(NoProbe.Kind.NO_LIBRARY, reason, "");
  }

  long apiVersion() {
    return made[MADE_API_VERSION];
  }

  long clockFlagsKnown() {
    return made[MADE_ADJUST_CLOCK];
  }

  boolean tscControl() {
    return made[MADE_TSC_CONTROL] > 0;
  }

  Reading<ClockReading> clock() {
    long[] clock = new long[CLOCK_LENGTH];
    tw_kvm_clock(vm, clock);
    if (clock[CLOCK_ERRNO] != 0) {
      return Reading.failed("KVM_GET_CLOCK: " + Errno.name(Math.toIntExact(clock[CLOCK_ERRNO])));
    }
    return Reading.present(
        new ClockReading(
            clock[CLOCK_NANOS],
            clock[CLOCK_FLAGS],
            clock[CLOCK_REALTIME_NANOS],
            clock[CLOCK_HOST_TSC],
            clock[CLOCK_TSC_BEFORE],
            clock[CLOCK_TSC_AFTER]));
  }

  /** Sets the clock to go on from a reading of another host; empty if done, else why not. */
  Reading<Boolean> setClock(long kvmclockNanos, long realtimeNanos) {
    return done("KVM_SET_CLOCK", tw_kvm_set_clock(vm, kvmclockNanos, realtimeNanos));
  }

  Reading<Boolean> setOffset(int vcpu, long cycles) {
    return done("writing KVM_VCPU_TSC_OFFSET", tw_kvm_set_tsc_offset(vm, vcpu, cycles));
  }

  private static Reading<Boolean> done(String what, int errno) {
    return errno == 0 ? Reading.present(true) : Reading.failed(what + ": " + Errno.name(errno));
  }

  Reading<Long> offset(int vcpu) {
    long[] cycles = new long[1];
    int errno = tw_kvm_tsc_offset(vm, vcpu, cycles);
    return switch (errno) {
      case 0 -> Reading.present(cycles[0]);
      case Errno.ENXIO, Errno.ENOTTY, Errno.EINVAL ->
          Reading.absent(
              "this kernel has no KVM_VCPU_TSC_OFFSET (Linux 5.16): " + Errno.name(errno));
      default -> Reading.failed("reading KVM_VCPU_TSC_OFFSET: " + Errno.name(errno));
    };
  }

  Reading<Long> tscKilohertz(int vcpu) {
    long kilohertz = tw_kvm_tsc_khz(vm, vcpu);
    return kilohertz > 0
        ? Reading.present(kilohertz)
        : Reading.failed("KVM_GET_TSC_KHZ: " + Errno.name(Math.toIntExact(-kilohertz)));
  }

  /** Runs all vCPUs at the same time. */
  List<VcpuReading> run() {
    long[] ran = new long[vcpus * RAN_LENGTH];
    tw_kvm_run(vm, ROUNDS, RUN_TIMEOUT_NANOS, ran);
    List<VcpuReading> readings = new ArrayList<>();
    for (int vcpu = 0; vcpu < vcpus; vcpu++) {
      readings.add(decode(vcpu, ran, vcpu * RAN_LENGTH));
    }
    return List.copyOf(readings);
  }

  private VcpuReading decode(int vcpu, long[] ran, int at) {
    VcpuOutcome outcome = outcomeOf(ran[at + RAN_OUTCOME]);
    return new VcpuReading(
        vcpu,
        outcome,
        outcome == VcpuOutcome.EXITED ? ran[at + RAN_DETAIL] : ran[at + RAN_ERRNO],
        ran[at + RAN_ROUNDS],
        ran[at + RAN_HOST_BEFORE],
        ran[at + RAN_GUEST],
        ran[at + RAN_HOST_AFTER],
        ran[at + RAN_LOWER],
        ran[at + RAN_UPPER],
        ran[at + RAN_BACKWARD],
        offsetUnlessStuck(vcpu, outcome),
        outcome == VcpuOutcome.STUCK ? stuck() : tscKilohertz(vcpu));
  }

  private static VcpuOutcome outcomeOf(long outcome) {
    return switch (Math.toIntExact(outcome)) {
      case HALTED -> VcpuOutcome.HALTED;
      case TIMED_OUT -> VcpuOutcome.TIMED_OUT;
      case EXITED -> VcpuOutcome.EXITED;
      case REFUSED -> VcpuOutcome.REFUSED;
      case NO_THREAD -> VcpuOutcome.NO_THREAD;
      case STUCK -> VcpuOutcome.STUCK;
      default -> throw new IllegalStateException("the C kernel answered outcome " + outcome);
    };
  }

  /** A vCPU that is stuck in KVM_RUN holds its lock: another call on it would wait for ever. */
  private Reading<Long> offsetUnlessStuck(int vcpu, VcpuOutcome outcome) {
    return outcome == VcpuOutcome.STUCK ? stuck() : offset(vcpu);
  }

  private static Reading<Long> stuck() {
    return Reading.failed("the vCPU is stuck in KVM_RUN");
  }

  @Override
  public void close() {
    tw_kvm_close(vm);
  }
}
