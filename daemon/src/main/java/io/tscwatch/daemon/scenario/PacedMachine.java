package io.tscwatch.daemon.scenario;

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
import java.util.concurrent.TimeUnit;

/**
 * A simulated machine whose time passes so many times faster than ours, for people to watch: a
 * sleep of ten seconds at speed 10 takes one. Whatever took longer than it should is made up for at
 * the next sleep.
 *
 * <p>Not safe for use by many threads.
 */
public final class PacedMachine implements Machine {

  private final Machine machine;
  private final long speed;
  private final long startedNanos = System.nanoTime();
  private final long startedVirtualNanos;

  /**
   * Begins now.
   *
   * @param machine one whose sleeps return at once; is closed with this one
   * @param speed seconds of the machine in one of ours, 1 or more
   */
  public PacedMachine(Machine machine, long speed) {
    if (speed < 1) {
      throw new IllegalArgumentException("a speed is 1 or more, not " + speed);
    }
    this.machine = machine;
    this.speed = speed;
    this.startedVirtualNanos = machine.monotonicNanos();
  }

  @Override
  public void sleepNanos(long nanos) throws InterruptedException {
    machine.sleepNanos(nanos);
    long due = (machine.monotonicNanos() - startedVirtualNanos) / speed;
    TimeUnit.NANOSECONDS.sleep(due - (System.nanoTime() - startedNanos));
  }

  @Override
  public Origin origin() {
    return machine.origin();
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
  public Reading<Long> msr(int cpu, int register) {
    return machine.msr(cpu, register);
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
  public List<ExchangeResult> exchange(List<ExchangeRequest> round) {
    return machine.exchange(round);
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
  public void close() {
    machine.close();
  }
}
