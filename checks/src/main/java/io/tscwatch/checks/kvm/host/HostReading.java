package io.tscwatch.checks.kvm.host;

import io.tscwatch.checks.read.Reading;
import java.util.List;

/**
 * The raw answers of a KVM host about a machine that was made for asking, nothing judged.
 *
 * @param apiVersion KVM_GET_API_VERSION, 12
 * @param clockFlagsKnown KVM_CAP_ADJUST_CLOCK: the flags that KVM_GET_CLOCK can return here
 * @param tscControl KVM_CAP_TSC_CONTROL: a guest's TSC can be given another rate
 * @param clockBeforeRun KVM_GET_CLOCK before any vCPU ran
 * @param clockAfterRun KVM_GET_CLOCK after all of them ran
 * @param vcpus what each vCPU did and saw, in order
 * @param clocksourceBefore the host's current_clocksource before
 * @param clocksourceAfter and after
 */
public record HostReading(
    long apiVersion,
    long clockFlagsKnown,
    boolean tscControl,
    Reading<ClockReading> clockBeforeRun,
    Reading<ClockReading> clockAfterRun,
    List<VcpuReading> vcpus,
    Reading<String> clocksourceBefore,
    Reading<String> clocksourceAfter) {

  public HostReading {
    vcpus = List.copyOf(vcpus);
  }
}
