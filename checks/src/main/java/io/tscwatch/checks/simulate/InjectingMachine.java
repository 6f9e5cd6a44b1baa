package io.tscwatch.checks.simulate;

import io.tscwatch.checks.cpuid.CpuidLeaf;
import io.tscwatch.checks.exchange.ExchangeRequest;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.Granularity;
import io.tscwatch.checks.exchange.Injection;
import io.tscwatch.checks.linux.MsrDevice;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.machine.TimeSample;
import io.tscwatch.checks.read.FileTree;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.reference.ClockQuestion;
import io.tscwatch.checks.reference.ClockSample;
import io.tscwatch.checks.topology.CpuSet;
import java.util.List;
import java.util.Optional;

/**
 * A machine, a real one most usefully, with a fault planted into one CPU while it is watched: the
 * exchange kernel adds the injection to every value that it reads of that CPU's counter, and a
 * TSC_ADJUST of choice stands in for the register. For the laboratory: how long does it take until
 * a fault is told?
 *
 * <p>Planting is safe from any thread; everything else is as with the machine itself.
 */
public final class InjectingMachine implements Machine {

  /** What is planted now. */
  private record Fault(int cpu, Injection injection, Optional<Long> adjustCycles) {
    static final Fault NONE = new Fault(-1, Injection.NONE, Optional.empty());
  }

  private final Machine machine;
  private volatile Fault fault = Fault.NONE;

  /**
   * Plants nothing yet.
   *
   * @param machine is closed with this one
   */
  public InjectingMachine(Machine machine) {
    this.machine = machine;
  }

  /** Plants a fault of a counter, in the place of whatever is planted. */
  public void plant(int cpu, Injection injection) {
    fault = new Fault(cpu, injection, Optional.empty());
  }

  /** Plants a value of TSC_ADJUST, in the place of whatever is planted. */
  public void plantAdjust(int cpu, long cycles) {
    fault = new Fault(cpu, Injection.NONE, Optional.of(cycles));
  }

  /** Plants nothing any more. */
  public void heal() {
    fault = Fault.NONE;
  }

  @Override
  public List<ExchangeResult> exchange(List<ExchangeRequest> round) {
    Fault planted = fault;
    return machine.exchange(round.stream().map(request -> with(planted, request)).toList());
  }

  private static ExchangeRequest with(Fault planted, ExchangeRequest request) {
    return new ExchangeRequest(
        request.cpuA(),
        request.cpuB(),
        request.budgetNanos(),
        request.cpuA() == planted.cpu() ? planted.injection() : request.injectA(),
        request.cpuB() == planted.cpu() ? planted.injection() : request.injectB());
  }

  /** Where the machine has no such register, one of 0 is shown, so that there is one to change. */
  @Override
  public Reading<Long> msr(int cpu, int register) {
    if (register != MsrDevice.TSC_ADJUST) {
      return machine.msr(cpu, register);
    }
    Fault planted = fault;
    long value = machine.msr(cpu, register).toOptional().orElse(0L);
    return Reading.present(cpu == planted.cpu() ? planted.adjustCycles().orElse(value) : value);
  }

  /** Says that it is no machine as it is. */
  @Override
  public Origin origin() {
    return new Origin(
        Origin.Kind.SIMULATED, machine.origin().label() + ", with faults planted by a laboratory");
  }

  @Override
  public FileTree files() {
    return machine.files();
  }

  @Override
  public Reading<List<CpuidLeaf>> cpuid() {
    return machine.cpuid();
  }

  @Override
  public Reading<CpuSet> affinity() {
    return machine.affinity();
  }

  @Override
  public Reading<List<String>> kernelLog() {
    return machine.kernelLog();
  }

  @Override
  public Reading<List<String>> newKernelLines() {
    return machine.newKernelLines();
  }

  @Override
  public Reading<byte[]> kvmclockPage() {
    return machine.kvmclockPage();
  }

  @Override
  public Reading<byte[]> vmclockPage() {
    return machine.vmclockPage();
  }

  @Override
  public Reading<Granularity> granularity(int cpu) {
    return machine.granularity(cpu);
  }

  @Override
  public Reading<TimeSample> timeSample(int cpu) {
    return machine.timeSample(cpu);
  }

  @Override
  public Reading<ClockSample> clock(ClockQuestion question) {
    return machine.clock(question);
  }

  @Override
  public long monotonicNanos() {
    return machine.monotonicNanos();
  }

  @Override
  public long realtimeNanos() {
    return machine.realtimeNanos();
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
