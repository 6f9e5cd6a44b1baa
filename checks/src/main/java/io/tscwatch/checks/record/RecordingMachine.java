package io.tscwatch.checks.record;

import io.tscwatch.checks.cpuid.CpuidLeaf;
import io.tscwatch.checks.exchange.ExchangeRequest;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.Granularity;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.machine.TimeSample;
import io.tscwatch.checks.read.FileTree;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.reference.ClockQuestion;
import io.tscwatch.checks.reference.ClockSample;
import io.tscwatch.checks.topology.CpuSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Another machine, with every answer noted. What {@link Redaction} leaves out is left out of the
 * answer too.
 *
 * <p>Not safe for use by many threads.
 */
public final class RecordingMachine implements Machine {

  private static final List<String> NO_FIELDS = List.of();

  private final Machine machine;
  private final Redaction redaction;
  private final Tapes tapes = newTapes();
  private final FileTree files;

  /**
   * Begins to record. Of the kernel log, lines about clocks, hotplug and suspend.
   *
   * @param machine is closed with this one
   */
  public RecordingMachine(Machine machine) {
    this(machine, Redaction.ABOUT_CLOCKS);
  }

  /** As {@link #RecordingMachine(Machine)}, with another choice of lines of the kernel log. */
  RecordingMachine(Machine machine, Predicate<String> kernelLines) {
    this.machine = machine;
    this.redaction = new Redaction(kernelLines);
    this.files = new RecordingFiles(machine.files(), redaction, tapes);
  }

  private static Tapes newTapes() {
    return Tapes.from(
        new Tapes.Source<RuntimeException>() {
          @Override
          public <V> Tape<V> tape(Section<V> section) {
            return new Tape<>(section);
          }
        });
  }

  /**
   * What was recorded so far.
   *
   * @param tscwatchVersion the version that asked
   * @param options what the check was asked to do, so that a replay does the same
   */
  public Recording recording(String tscwatchVersion, Map<String, String> options) {
    return new Recording(tscwatchVersion, machine.origin(), options, tapes);
  }

  /** That of the machine that is recorded. */
  @Override
  public Origin origin() {
    return machine.origin();
  }

  @Override
  public FileTree files() {
    return files;
  }

  @Override
  public Reading<List<CpuidLeaf>> cpuid() {
    return tapes.cpuid().note(NO_FIELDS, machine.cpuid());
  }

  @Override
  public Reading<Long> msr(int cpu, int register) {
    return tapes
        .registers()
        .note(RecordedValues.question(cpu, register), machine.msr(cpu, register));
  }

  @Override
  public Reading<CpuSet> affinity() {
    return tapes.affinity().note(NO_FIELDS, machine.affinity());
  }

  @Override
  public Reading<List<String>> kernelLog() {
    return tapes.kernelLog().note(NO_FIELDS, machine.kernelLog().map(redaction::log));
  }

  @Override
  public Reading<List<String>> newKernelLines() {
    return tapes.newKernelLines().note(NO_FIELDS, machine.newKernelLines().map(redaction::log));
  }

  @Override
  public Reading<byte[]> kvmclockPage() {
    return tapes.kvmclock().note(NO_FIELDS, machine.kvmclockPage());
  }

  @Override
  public Reading<byte[]> vmclockPage() {
    return tapes.vmclock().note(NO_FIELDS, machine.vmclockPage());
  }

  @Override
  public Reading<Granularity> granularity(int cpu) {
    return tapes.granularity().note(RecordedValues.question(cpu), machine.granularity(cpu));
  }

  @Override
  public Reading<TimeSample> timeSample(int cpu) {
    return tapes.timeSamples().note(RecordedValues.question(cpu), machine.timeSample(cpu));
  }

  @Override
  public Reading<ClockSample> clock(ClockQuestion question) {
    return tapes.clocks().note(RecordedClocks.question(question), machine.clock(question));
  }

  @Override
  public List<ExchangeResult> exchange(List<ExchangeRequest> round) {
    List<ExchangeResult> results = machine.exchange(round);
    for (int i = 0; i < round.size(); i++) {
      tapes.exchanges().note(RecordedValues.question(round.get(i)), results.get(i));
    }
    return results;
  }

  @Override
  public long monotonicNanos() {
    return tapes.monotonic().note(NO_FIELDS, machine.monotonicNanos());
  }

  @Override
  public long realtimeNanos() {
    return tapes.realtime().note(NO_FIELDS, machine.realtimeNanos());
  }

  @Override
  public void sleepNanos(long nanos) throws InterruptedException {
    machine.sleepNanos(nanos);
  }

  @Override
  public void close() {
    machine.close();
  }
}
