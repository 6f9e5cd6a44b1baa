package io.tscwatch.checks.simulate;

import io.tscwatch.checks.cpuid.CpuidLeaf;
import io.tscwatch.checks.exchange.ExchangeRequest;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.Granularity;
import io.tscwatch.checks.linux.MsrDevice;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.machine.TimeSample;
import io.tscwatch.checks.read.FileTree;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.reference.ClockQuestion;
import io.tscwatch.checks.reference.ClockSample;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A machine that exists in a {@link Scenario} only. Time passes in {@link #sleepNanos} and {@link
 * #exchange}, and nowhere else; every answer is the one of that moment.
 *
 * <p>Not safe for use by many threads.
 */
public final class SimulatedMachine implements Machine {

  /** What a bracketed read of the clocks costs on a machine with a vDSO. */
  private static final long CLOCK_READ_NANOS = 25;

  private static final int GRANULARITY_READS = 10_000;

  private final Scenario scenario;
  private final Storyline storyline;
  private final VirtualClock clock;
  private final SimulatedExchange exchange;
  private final SimulatedFiles files;
  private final SimulatedClocks clocks;
  private final VirtualClock.Axis axis;
  private final Reading<List<CpuidLeaf>> cpuid;
  private volatile Optional<Chosen> chosen = Optional.empty();
  private int linesFollowed;

  /**
   * A clocksource that was written.
   *
   * @param instead what the scenario has at that moment; an event that changes it goes over this
   */
  private record Chosen(String clocksource, String instead) {}

  /**
   * Begins the scenario.
   *
   * @throws IllegalArgumentException if its events contradict each other
   */
  public SimulatedMachine(Scenario scenario) {
    this.scenario = scenario;
    storyline = Storyline.of(scenario);
    clock = new VirtualClock(storyline.suspensions());
    exchange = new SimulatedExchange(scenario, storyline);
    files = new SimulatedFiles(scenario, this::state, this::clocksource);
    clocks = new SimulatedClocks(scenario);
    axis = new VirtualClock.Axis(scenario.startMonotonicNanos(), storyline.suspensions());
    cpuid = Reading.present(PlatformCpuid.of(scenario.platform(), scenario.counters().khz()));
  }

  private MachineState state() {
    return storyline.at(clock.elapsedNanos());
  }

  /** What is really so, for tests. */
  public Truth truth() {
    return new Truth(axis, storyline);
  }

  /** Time since the scenario began, time in suspend included: the axis of its events. */
  public long elapsedNanos() {
    return clock.elapsedNanos();
  }

  /** The clocksource in use. Safe from any thread. */
  public String clocksource() {
    String planned = state().clocksource;
    return chosen.filter(c -> c.instead().equals(planned)).map(Chosen::clocksource).orElse(planned);
  }

  /**
   * Writes the clocksource, as somebody on that machine could. The kernel takes no notice of one
   * that it does not offer. Safe from any thread.
   */
  public void setClocksource(String clocksource) {
    if (scenario.kernel().clocksources().contains(clocksource)) {
      chosen = Optional.of(new Chosen(clocksource, state().clocksource));
    }
  }

  @Override
  public Origin origin() {
    return new Origin(Origin.Kind.SIMULATED, scenario.name());
  }

  @Override
  public FileTree files() {
    return files;
  }

  @Override
  public Reading<List<CpuidLeaf>> cpuid() {
    return cpuid;
  }

  @Override
  public Reading<Long> msr(int cpu, int register) {
    MachineState state = state();
    String device = "/dev/cpu/" + cpu + "/msr";
    if (state.msrAccess == MsrAccess.NO_DEVICE) {
      return Reading.absent(
          MsrDevice.NO_DEVICE
              + ": "
              + device
              + " is not there; the kernel's msr module provides it (modprobe msr)");
    }
    if (!state.online.contains(cpu)) {
      return Reading.absent(MsrDevice.OFFLINE + ": CPU " + cpu + " has no " + device);
    }
    if (state.msrAccess == MsrAccess.DENIED) {
      return Reading.denied(
          "permission denied: " + device,
          "run as root, or grant read permission on " + device + " and CAP_SYS_RAWIO");
    }
    if (register != MsrDevice.TSC_ADJUST || state.msrAccess == MsrAccess.UNSUPPORTED) {
      return Reading.absent(
          "CPU " + cpu + " has no register 0x" + Integer.toHexString(register) + " (EIO)");
    }
    if (scenario.adjust().unreadable().contains(cpu)) {
      return Reading.failed("read " + device + ": Input/output error");
    }
    return Reading.present(state.adjustCycles[cpu]);
  }

  @Override
  public Reading<CpuSet> affinity() {
    return Reading.present(state().online.minus(scenario.forbidden()));
  }

  @Override
  public Reading<List<String>> kernelLog() {
    return log(0);
  }

  @Override
  public Reading<List<String>> newKernelLines() {
    Reading<List<String>> lines = log(linesFollowed);
    linesFollowed += lines.toOptional().map(List::size).orElse(0);
    return lines;
  }

  private Reading<List<String>> log(int firstLine) {
    MachineState state = state();
    return state.logReadable
        ? Reading.present(storyline.log().subList(firstLine, state.logLines))
        : Reading.denied(
            "the kernel log is restricted (kernel.dmesg_restrict)",
            "grant CAP_SYSLOG, or set kernel.dmesg_restrict=0");
  }

  @Override
  public Reading<byte[]> kvmclockPage() {
    return scenario.platform().kvmclock()
        ? Reading.present(HostPages.kvmclock(scenario, state()))
        : Reading.absent("the simulated kernel has no kvmclock page");
  }

  @Override
  public Reading<byte[]> vmclockPage() {
    return scenario.platform().vmclock()
        ? Reading.present(HostPages.vmclock(state()))
        : Reading.absent("no /dev/vmclock0");
  }

  @Override
  public Reading<Granularity> granularity(int cpu) {
    if (!usable(cpu)) {
      return Reading.failed("CPU " + cpu + ": the kernel refused to pin a thread to it");
    }
    long step = scenario.counters().stepCycles();
    // Two reads in a row are some 20 cycles apart, or the smallest multiple of the step beyond.
    long smallest = (20 + step - 1) / step * step;
    return Reading.present(new Granularity(cpu, step, smallest, GRANULARITY_READS));
  }

  @Override
  public Reading<TimeSample> timeSample(int cpu) {
    if (!usable(cpu)) {
      return Reading.failed("CPU " + cpu + ": the kernel refused to pin a thread to it");
    }
    long elapsed = clock.elapsedNanos();
    Counter counter = state().counters[cpu];
    long step = scenario.counters().stepCycles();
    long monotonic = axis.monotonicAt(elapsed);
    long halfBracket = CLOCK_READ_NANOS * scenario.counters().khz() / 1_000_000;
    return Reading.present(
        new TimeSample(
            cpu,
            counter.readAt(elapsed, -halfBracket, step),
            counter.readAt(elapsed, halfBracket, step),
            monotonic,
            monotonic,
            scenario.startMonotonicNanos() + elapsed,
            realtimeNanos()));
  }

  /** Reading a clock takes no time here, as reading the system clocks. */
  @Override
  public Reading<ClockSample> clock(ClockQuestion question) {
    if (!usable(question.cpu())) {
      return Reading.failed("CPU " + question.cpu() + ": the kernel refused to pin a thread to it");
    }
    if (state().disturbances[question.cpu()].starvations() > 0) {
      return Reading.failed("CPU " + question.cpu() + ": its thread was not scheduled");
    }
    return clocks.read(question, state(), clock.elapsedNanos(), monotonicNanos(), realtimeNanos());
  }

  private boolean usable(int cpu) {
    return state().online.contains(cpu) && !scenario.forbidden().contains(cpu);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Takes as long as the longest budget, or the start timeout if a thread is not scheduled.
   */
  @Override
  public List<ExchangeResult> exchange(List<ExchangeRequest> round) {
    long start = clock.elapsedNanos();
    long startMonotonic = axis.monotonicAt(start);
    List<ExchangeResult> results = new ArrayList<>(round.size());
    long finished = startMonotonic;
    for (ExchangeRequest request : round) {
      long end = start + clock.untilSuspend(request.budgetNanos());
      ExchangeResult result = exchange.measure(request, start, end, startMonotonic);
      finished = Math.max(finished, result.finishedMonotonicNanos());
      results.add(result);
    }
    clock.pass(finished - startMonotonic);
    return results;
  }

  @Override
  public long monotonicNanos() {
    return axis.monotonicAt(clock.elapsedNanos());
  }

  @Override
  public long realtimeNanos() {
    return scenario.startRealtimeNanos() + clock.elapsedNanos() + state().realtimeShiftNanos;
  }

  @Override
  public void sleepNanos(long nanos) {
    clock.pass(Math.max(0, nanos));
  }

  @Override
  public void close() {}
}
