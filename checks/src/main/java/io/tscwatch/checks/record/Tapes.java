package io.tscwatch.checks.record;

import io.tscwatch.checks.cpuid.CpuidLeaf;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.Granularity;
import io.tscwatch.checks.machine.TimeSample;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.reference.ClockSample;
import io.tscwatch.checks.topology.CpuSet;
import java.util.List;

/** The answers to every kind of question. */
record Tapes(
    Tape<Reading<String>> files,
    Tape<Reading<List<String>>> folders,
    Tape<Reading<List<CpuidLeaf>>> cpuid,
    Tape<Reading<Long>> registers,
    Tape<Reading<CpuSet>> affinity,
    Tape<Reading<List<String>>> kernelLog,
    Tape<Reading<List<String>>> newKernelLines,
    Tape<Reading<byte[]>> kvmclock,
    Tape<Reading<byte[]>> vmclock,
    Tape<Reading<Granularity>> granularity,
    Tape<Reading<TimeSample>> timeSamples,
    Tape<Reading<ClockSample>> clocks,
    Tape<ExchangeResult> exchanges,
    Tape<Long> monotonic,
    Tape<Long> realtime) {

  /** Finds or makes the tape of a section. */
  interface Source<X extends Exception> {
    <V> Tape<V> tape(Section<V> section) throws X;
  }

  static <X extends Exception> Tapes from(Source<X> source) throws X {
    return new Tapes(
        source.tape(Section.FILES),
        source.tape(Section.FOLDERS),
        source.tape(Section.CPUID),
        source.tape(Section.REGISTERS),
        source.tape(Section.AFFINITY),
        source.tape(Section.KERNEL_LOG),
        source.tape(Section.NEW_KERNEL_LINES),
        source.tape(Section.KVMCLOCK),
        source.tape(Section.VMCLOCK),
        source.tape(Section.GRANULARITY),
        source.tape(Section.TIME_SAMPLES),
        source.tape(Section.CLOCKS),
        source.tape(Section.EXCHANGES),
        source.tape(Section.MONOTONIC),
        source.tape(Section.REALTIME));
  }

  List<Tape<?>> all() {
    return List.of(
        files,
        folders,
        cpuid,
        registers,
        affinity,
        kernelLog,
        newKernelLines,
        kvmclock,
        vmclock,
        granularity,
        timeSamples,
        clocks,
        exchanges,
        monotonic,
        realtime);
  }
}
