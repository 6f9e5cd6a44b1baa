package io.tscwatch.checks.machine;

import io.tscwatch.checks.cpuid.CpuidLeaf;
import io.tscwatch.checks.cpuid.CpuidLeaves;
import io.tscwatch.checks.exchange.ExchangeOutcome;
import io.tscwatch.checks.exchange.ExchangeRequest;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.Granularity;
import io.tscwatch.checks.linux.Affinity;
import io.tscwatch.checks.linux.KernelLogDevice;
import io.tscwatch.checks.linux.KernelLogTail;
import io.tscwatch.checks.linux.MsrDevice;
import io.tscwatch.checks.linux.RealFileTree;
import io.tscwatch.checks.linux.VmclockDevice;
import io.tscwatch.checks.read.FileTree;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.reference.ClockKind;
import io.tscwatch.checks.reference.ClockQuestion;
import io.tscwatch.checks.reference.ClockSample;
import io.tscwatch.checks.topology.CpuSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The machine that this program runs on.
 *
 * <p>Safe for use by many threads; exchanges on the same CPUs at the same time widen each other's
 * bounds, never falsify them.
 */
public final class RealMachine implements Machine {

  private final Reading<ExchangeKernel> kernel;
  private final FileTree files;
  private final MsrDevice msr;
  private final KernelLogDevice log;
  private final VmclockDevice vmclock = new VmclockDevice();
  private final RtcWatch rtc = new RtcWatch();
  private Optional<KernelLogTail> tail = Optional.empty();

  /** Reads the usual devices. */
  public RealMachine() {
    this(new RealFileTree(), new MsrDevice(), new KernelLogDevice());
  }

  /** Reads other files or devices in the place of the usual ones, such as a tree of plain files. */
  public RealMachine(FileTree files, MsrDevice msr, KernelLogDevice log) {
    this.kernel = ExchangeKernel.load();
    this.files = files;
    this.msr = msr;
    this.log = log;
  }

  @Override
  public Origin origin() {
    return Origin.THIS_MACHINE;
  }

  @Override
  public FileTree files() {
    return files;
  }

  @Override
  public Reading<List<CpuidLeaf>> cpuid() {
    return kernel.map(
        k -> CpuidLeaves.WANTED.stream().map(w -> k.cpuid(w.leaf(), w.subleaf())).toList());
  }

  @Override
  public Reading<Long> msr(int cpu, int register) {
    return msr.read(cpu, register);
  }

  @Override
  public Reading<CpuSet> affinity() {
    return Affinity.ofCallingThread();
  }

  @Override
  public Reading<List<String>> kernelLog() {
    return log.readAll();
  }

  /** Opens the log with the first call, and again after it could not be read. */
  @Override
  public synchronized Reading<List<String>> newKernelLines() {
    if (tail.isEmpty()) {
      Reading<KernelLogTail> opened = log.follow();
      tail = opened.toOptional();
      if (tail.isEmpty()) {
        return opened.map(t -> List.of());
      }
    }
    Reading<List<String>> lines = tail.get().poll();
    if (!(lines instanceof Reading.Present)) {
      closeTail();
    }
    return lines;
  }

  private void closeTail() {
    tail.ifPresent(KernelLogTail::close);
    tail = Optional.empty();
  }

  @Override
  public Reading<byte[]> kvmclockPage() {
    return kernel.flatMap(ExchangeKernel::kvmclockPage);
  }

  @Override
  public Reading<Granularity> granularity(int cpu) {
    return kernel.flatMap(k -> k.granularity(cpu));
  }

  @Override
  public Reading<TimeSample> timeSample(int cpu) {
    return kernel.flatMap(k -> k.timeSample(cpu));
  }

  @Override
  public Reading<ClockSample> clock(ClockQuestion question) {
    return kernel.flatMap(
        k -> question.kind() == ClockKind.RTC ? rtc.newest(question) : ClockKernel.read(question));
  }

  @Override
  public List<ExchangeResult> exchange(List<ExchangeRequest> round) {
    if (kernel.toOptional().isPresent()) {
      return kernel.toOptional().get().exchange(round);
    }
    String reason = kernel.whyNot().orElse("");
    return round.stream()
        .map(
            request ->
                ExchangeResult.failed(
                    request.cpuA(),
                    request.cpuB(),
                    ExchangeOutcome.NO_RESOURCES,
                    reason,
                    monotonicNanos()))
        .toList();
  }

  /** The JVM's clock, which is CLOCK_MONOTONIC on Linux (os::javaTimeNanos). */
  @Override
  public long monotonicNanos() {
    return System.nanoTime();
  }

  @Override
  public long realtimeNanos() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  @Override
  public void sleepNanos(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos);
  }

  @Override
  public Reading<byte[]> vmclockPage() {
    return vmclock.read();
  }

  /** Closes the kernel log; every other device is opened for one read and closed again. */
  @Override
  public synchronized void close() {
    closeTail();
  }
}
