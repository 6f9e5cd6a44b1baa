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
import io.tscwatch.checks.reference.ClockKind;
import io.tscwatch.checks.reference.ClockQuestion;
import io.tscwatch.checks.reference.ClockSample;
import io.tscwatch.checks.topology.CpuSet;
import java.util.List;

/**
 * A machine that answers from a {@link Recording}: the same questions in the same order get the
 * same answers. What one looks up (files, CPUID, clocks) may be asked more often, then the last
 * answer stays; what one measures may not.
 *
 * <p>Every method throws {@link UnrecordedQuestionException} when asked what was not recorded. Not
 * safe for use by many threads; many replays of one recording may run at once.
 */
public final class ReplayedMachine implements Machine {

  private static final List<String> NO_FIELDS = List.of();

  private final Origin origin;
  private final FileTree files;
  private final Playback<Reading<List<CpuidLeaf>>> cpuid;
  private final Playback<Reading<Long>> registers;
  private final Playback<Reading<CpuSet>> affinity;
  private final Playback<Reading<List<String>>> kernelLog;
  private final Playback<Reading<List<String>>> newKernelLines;
  private final Playback<Reading<byte[]>> kvmclock;
  private final Playback<Reading<byte[]>> vmclock;
  private final Playback<Reading<Granularity>> granularity;
  private final Playback<Reading<TimeSample>> timeSamples;
  private final Playback<Reading<ClockSample>> clocks;
  private final Playback<ExchangeResult> exchanges;
  private final Playback<Long> monotonic;
  private final Playback<Long> realtime;

  /**
   * Begins a replay.
   *
   * @param label what people know the record by, such as its file
   */
  public ReplayedMachine(Recording recording, String label) {
    Tapes tapes = recording.tapes();
    origin = new Origin(Origin.Kind.REPLAYED, label + " (" + machineIn(recording) + ")");
    files = new ReplayedFiles(new Playback<>(tapes.files()), new Playback<>(tapes.folders()));
    cpuid = new Playback<>(tapes.cpuid());
    registers = new Playback<>(tapes.registers());
    affinity = new Playback<>(tapes.affinity());
    kernelLog = new Playback<>(tapes.kernelLog());
    newKernelLines = new Playback<>(tapes.newKernelLines());
    kvmclock = new Playback<>(tapes.kvmclock());
    vmclock = new Playback<>(tapes.vmclock());
    granularity = new Playback<>(tapes.granularity());
    timeSamples = new Playback<>(tapes.timeSamples());
    clocks = new Playback<>(tapes.clocks());
    exchanges = new Playback<>(tapes.exchanges());
    monotonic = new Playback<>(tapes.monotonic());
    realtime = new Playback<>(tapes.realtime());
  }

  private static String machineIn(Recording recording) {
    Origin recorded = recording.origin();
    return switch (recorded.kind()) {
      case REAL -> "a real machine";
      case SIMULATED -> "simulated: " + recorded.label();
      case REPLAYED -> "a replay: " + recorded.label();
    };
  }

  @Override
  public Origin origin() {
    return origin;
  }

  @Override
  public FileTree files() {
    return files;
  }

  @Override
  public Reading<List<CpuidLeaf>> cpuid() {
    return cpuid.next(NO_FIELDS);
  }

  @Override
  public Reading<Long> msr(int cpu, int register) {
    return registers.next(RecordedValues.question(cpu, register));
  }

  @Override
  public Reading<CpuSet> affinity() {
    return affinity.next(NO_FIELDS);
  }

  @Override
  public Reading<List<String>> kernelLog() {
    return kernelLog.next(NO_FIELDS);
  }

  @Override
  public Reading<List<String>> newKernelLines() {
    return newKernelLines.next(NO_FIELDS);
  }

  @Override
  public Reading<byte[]> kvmclockPage() {
    return kvmclock.next(NO_FIELDS).map(byte[]::clone);
  }

  @Override
  public Reading<byte[]> vmclockPage() {
    return vmclock.next(NO_FIELDS).map(byte[]::clone);
  }

  @Override
  public Reading<Granularity> granularity(int cpu) {
    return granularity.next(RecordedValues.question(cpu));
  }

  @Override
  public Reading<TimeSample> timeSample(int cpu) {
    return timeSamples.next(RecordedValues.question(cpu));
  }

  @Override
  public Reading<ClockSample> clock(ClockQuestion question) {
    // Records from before there was this kind were never asked for it.
    return question.kind() == ClockKind.KVMCLOCK && !clocks.knows(RecordedClocks.question(question))
        ? Reading.absent("the kvmclock page was not read as a clock when this was recorded")
        : clocks.next(RecordedClocks.question(question));
  }

  @Override
  public List<ExchangeResult> exchange(List<ExchangeRequest> round) {
    return round.stream().map(request -> exchanges.next(RecordedValues.question(request))).toList();
  }

  @Override
  public long monotonicNanos() {
    return monotonic.next(NO_FIELDS);
  }

  @Override
  public long realtimeNanos() {
    return realtime.next(NO_FIELDS);
  }

  /** Returns at once: what happened meanwhile is in the answers. */
  @Override
  public void sleepNanos(long nanos) {}

  @Override
  public void close() {}
}
