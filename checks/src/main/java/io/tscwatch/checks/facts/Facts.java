package io.tscwatch.checks.facts;

import io.tscwatch.checks.adjust.AdjustFacts;
import io.tscwatch.checks.cpuid.CpuidFacts;
import io.tscwatch.checks.klog.KernelEvent;
import io.tscwatch.checks.kvm.KvmclockPage;
import io.tscwatch.checks.linux.KernelFacts;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.Topology;
import java.util.List;

/**
 * What a machine says about itself, without anything being measured. Each part is there, or says
 * why it is not.
 *
 * @param cpuid CPUID of one CPU
 * @param topology where the CPUs sit
 * @param affinity the CPUs that this process may use
 * @param kernel clocksources, boot parameters, CPU flags
 * @param kernelLog what the kernel's log says happened to the TSC, oldest first
 * @param adjust TSC_ADJUST of every CPU that may be measured
 * @param kvmclock the kvmclock page of a KVM guest
 */
public record Facts(
    Reading<CpuidFacts> cpuid,
    Topology topology,
    Reading<CpuSet> affinity,
    KernelFacts kernel,
    Reading<List<KernelEvent>> kernelLog,
    AdjustFacts adjust,
    Reading<KvmclockPage> kvmclock) {

  /** True if a hypervisor runs this machine; false also if CPUID could not be read. */
  public boolean guest() {
    return cpuid.toOptional().map(CpuidFacts::hypervisorPresent).orElse(false);
  }

  /** True if CPUID declares KVM, directly or behind an imitation of Hyper-V. */
  public boolean kvmGuest() {
    return cpuid.toOptional().flatMap(CpuidFacts::kvm).isPresent();
  }
}
