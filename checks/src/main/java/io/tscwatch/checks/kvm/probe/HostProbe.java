package io.tscwatch.checks.kvm.probe;

import io.tscwatch.checks.kvm.host.ClockReading;
import io.tscwatch.checks.kvm.host.HostAnswer;
import io.tscwatch.checks.kvm.host.HostReading;
import io.tscwatch.checks.kvm.host.VcpuOutcome;
import io.tscwatch.checks.kvm.host.VcpuReading;
import io.tscwatch.checks.linux.KernelFacts;
import io.tscwatch.checks.read.FileTree;
import io.tscwatch.checks.read.Reading;
import java.util.List;

/**
 * Asks a KVM host what it would grant a guest that is created now: makes a machine of two vCPUs,
 * reads its clock, lets the vCPUs read their TSC and halt, and reads the clock again. Takes a few
 * milliseconds; at most about four seconds on a host where KVM_RUN does not return.
 *
 * <p>Safe for use by many threads.
 */
public final class HostProbe {

  /** The device of KVM. */
  public static final String DEVICE = "/dev/kvm";

  /** Two are enough for TSCs that do not match. */
  static final int VCPUS = 2;

  private HostProbe() {}

  /**
   * Asks.
   *
   * @param device {@link #DEVICE}
   * @param files of the same machine, for its clocksource
   */
  public static HostAnswer ask(String device, FileTree files) {
    ProbeVm.Attempt attempt = ProbeVm.make(device, VCPUS);
    if (attempt instanceof ProbeVm.Attempt.NotMade notMade) {
      return new HostAnswer.NotAsked(notMade.why());
    }
    try (ProbeVm vm = ((ProbeVm.Attempt.Made) attempt).vm()) {
      return new HostAnswer.Asked(ask(vm, files));
    }
  }

  private static HostReading ask(ProbeVm vm, FileTree files) {
    Reading<String> clocksourceBefore = clocksource(files);
    Reading<ClockReading> before = vm.clock();
    List<VcpuReading> vcpus = vm.run();
    boolean stuck = vcpus.stream().anyMatch(vcpu -> vcpu.outcome() == VcpuOutcome.STUCK);
    return new HostReading(
        vm.apiVersion(),
        vm.clockFlagsKnown(),
        vm.tscControl(),
        before,
        stuck ? Reading.failed("a vCPU is stuck in KVM_RUN") : vm.clock(),
        vcpus,
        clocksourceBefore,
        clocksource(files));
  }

  private static Reading<String> clocksource(FileTree files) {
    return files.read(KernelFacts.CURRENT_CLOCKSOURCE_FILE).map(String::strip);
  }
}
