package io.tscwatch.checks.machine;

import io.tscwatch.checks.cpuid.CpuidLeaf;
import io.tscwatch.checks.exchange.ExchangeRequest;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.Granularity;
import io.tscwatch.checks.read.FileTree;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.reference.ClockQuestion;
import io.tscwatch.checks.reference.ClockSample;
import io.tscwatch.checks.topology.CpuSet;
import java.util.List;

/**
 * Everything that can be read from a machine, raw. Reading is apart from understanding: nothing
 * here judges, and everything that judges is a pure function of what is returned here.
 *
 * <p>Three kinds exist: the real machine, a simulated one on a virtual clock, and a record of
 * either that is played back. No method throws for a thing that is missing or forbidden: the {@link
 * Reading} says so.
 *
 * <p>Not safe for use by many threads at once, unless an implementation says otherwise.
 */
public interface Machine extends AutoCloseable {

  /** Which kind of machine this is, with a label for people. */
  Origin origin();

  /** The sysfs and procfs files. */
  FileTree files();

  /** Every CPUID leaf that bears on the TSC, of the CPU that the caller happens to run on. */
  Reading<List<CpuidLeaf>> cpuid();

  /**
   * One model-specific register of one CPU.
   *
   * @param register for example 0x3b, TSC_ADJUST
   */
  Reading<Long> msr(int cpu, int register);

  /** The CPUs that this process may use now: sched_getaffinity(2), which includes the cpuset. */
  Reading<CpuSet> affinity();

  /** The kernel log from its oldest line kept, one entry a line, prefix included. */
  Reading<List<String>> kernelLog();

  /**
   * What the kernel logged since the last call of this method, as {@link #kernelLog} words it; the
   * first call gives what is kept from before. For one follower only: a call takes the lines away.
   */
  default Reading<List<String>> newKernelLines() {
    return Reading.failed("the kernel log of this kind of machine cannot be followed");
  }

  /** The 32 bytes of struct pvclock_vcpu_time_info of the vvar page, where there is one. */
  Reading<byte[]> kvmclockPage();

  /** The beginning of struct vmclock_abi of {@code /dev/vmclock0}, where there is one. */
  default Reading<byte[]> vmclockPage() {
    return Reading.failed("the vmclock page of this kind of machine cannot be read");
  }

  /** The step of one CPU's counter. */
  Reading<Granularity> granularity(int cpu);

  /** The system clocks between two counter reads on one CPU. */
  Reading<TimeSample> timeSample(int cpu);

  /**
   * One other clock between two counter reads on one CPU. The RTC shows nothing but seconds: of it
   * the answer is the newest update seen, which may be the same again, and the question has the
   * next one watched for.
   */
  default Reading<ClockSample> clock(ClockQuestion question) {
    return Reading.absent("this kind of machine has no clock beside its TSC");
  }

  /**
   * Measures disjoint pairs at the same time. Blocks until the last one ends.
   *
   * @param round pairs in which no CPU occurs twice
   * @return one result for each request, in order
   */
  List<ExchangeResult> exchange(List<ExchangeRequest> round);

  /** CLOCK_MONOTONIC of this machine, in nanoseconds: the time axis of everything measured. */
  long monotonicNanos();

  /** CLOCK_REALTIME of this machine, in nanoseconds since 1970, for labels that people read. */
  long realtimeNanos();

  /** Waits on this machine's clock: really on a real one, at once on a virtual one. */
  void sleepNanos(long nanos) throws InterruptedException;

  @Override
  void close();
}
