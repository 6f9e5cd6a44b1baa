package io.tscwatch.checks.facts;

import io.tscwatch.checks.adjust.AdjustFacts;
import io.tscwatch.checks.adjust.AdjustReader;
import io.tscwatch.checks.cpuid.CpuidFacts;
import io.tscwatch.checks.klog.KernelLog;
import io.tscwatch.checks.kvm.KvmclockPage;
import io.tscwatch.checks.linux.KernelFacts;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.machine.TimeSample;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.topology.Level;
import io.tscwatch.checks.topology.Topology;
import io.tscwatch.checks.topology.TopologyReader;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads a machine's facts, in one order always, so that a record of it plays back alike. */
public final class FactsReader {

  private FactsReader() {}

  /**
   * Reads everything.
   *
   * @param before a time sample taken just before: the kvmclock page's stamp is in its past or not
   *     plausible
   */
  public static Facts read(Machine machine, Topology topology, Optional<TimeSample> before) {
    Reading<CpuidFacts> cpuid = machine.cpuid().map(CpuidFacts::decode);
    return new Facts(
        cpuid,
        topology,
        machine.affinity(),
        KernelFacts.read(machine.files()),
        machine.kernelLog().map(KernelLog::parse),
        AdjustFacts.of(
            AdjustReader.read(machine, topology.cpus()), topology.groups(Level.PACKAGE), cpuid),
        machine.kvmclockPage().flatMap(bytes -> KvmclockPage.decode(bytes, now(before))));
  }

  /** Reads where the CPUs sit, which comes first: it decides what else is read. */
  public static Topology topology(Machine machine) {
    return TopologyReader.read(machine.files());
  }

  private static OptionalLong now(Optional<TimeSample> before) {
    return before
        .map(sample -> OptionalLong.of(sample.tscAfterCycles()))
        .orElse(OptionalLong.empty());
  }
}
