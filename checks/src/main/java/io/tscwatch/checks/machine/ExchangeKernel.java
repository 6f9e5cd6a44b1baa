package io.tscwatch.checks.machine;

import static io.tscwatch.checks.machine.NativeKernel.*;

import io.tscwatch.checks.cpuid.CpuidLeaf;
import io.tscwatch.checks.exchange.ExchangeOutcome;
import io.tscwatch.checks.exchange.ExchangeRequest;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.Granularity;
import io.tscwatch.checks.exchange.OneWay;
import io.tscwatch.checks.read.Reading;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The C kernel, bound: the exchange between pinned threads, and the few reads that need machine
 * code.
 *
 * <p>The library is looked for in the folder that {@code jna.library.path} names, as a package
 * installs it, then inside the class path at {@code linux-x86-64/}, from where JNA unpacks it.
 *
 * <p>Safe for use by many threads. Every call blocks only its own caller, for a bounded time.
 */
public final class ExchangeKernel {

  /**
   * How long a side waits for its peer to be scheduled. On an overloaded machine a new thread of
   * normal priority waits for a few time slices; 250 ms is far beyond that.
   */
  private static final long START_TIMEOUT_NANOS = 250_000_000;

  /** Reads that find a step: differences of 10,000 reads have no accidental common divisor. */
  private static final int GRANULARITY_READS = 10_000;

  private static final int TIME_SAMPLE_TRIES = 25;

  /** sizeof(struct pvclock_vcpu_time_info), asm/pvclock-abi.h. */
  private static final int KVMCLOCK_BYTES = 32;

  /** Names of the errno values that a thread creation or an affinity call gives. */
  private static final int EPERM = 1;

  private static final int EAGAIN = 11;
  private static final int ENOMEM = 12;
  private static final int EINVAL = 22;

  private ExchangeKernel() {}

  /** Loads the library; Failed with the reason if it cannot be. */
  public static Reading<ExchangeKernel> load() {
    int abi;
    try {
      abi = tw_abi();
    } catch (LinkageError e) {
      return Reading.failed(
          "the native library lib" + LIBRARY + ".so could not be loaded: " + reasonOf(e));
    }
    if (abi != ABI) {
      return Reading.failed("lib" + LIBRARY + ".so has ABI " + abi + ", this program needs " + ABI);
    }
    return Reading.present(new ExchangeKernel());
  }

  private static String reasonOf(LinkageError error) {
    Throwable cause = error.getCause() == null ? error : error.getCause();
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return message.lines().findFirst().orElse(message);
  }

  /**
   * Measures disjoint pairs at the same time.
   *
   * @return one result for each request, in order
   * @throws IllegalArgumentException if a CPU occurs twice
   */
  public List<ExchangeResult> exchange(List<ExchangeRequest> round) {
    requireDisjoint(round);
    long[] requests = new long[round.size() * REQ_LENGTH];
    long[] results = new long[round.size() * RES_LENGTH];
    for (int i = 0; i < round.size(); i++) {
      encode(round.get(i), requests, i * REQ_LENGTH);
    }
    if (!round.isEmpty()) {
      tw_exchange(requests, results, round.size());
    }
    List<ExchangeResult> decoded = new ArrayList<>(round.size());
    for (int i = 0; i < round.size(); i++) {
      decoded.add(decode(round.get(i), results, i * RES_LENGTH));
    }
    return List.copyOf(decoded);
  }

  private static void requireDisjoint(List<ExchangeRequest> round) {
    BitSet seen = new BitSet();
    for (ExchangeRequest request : round) {
      for (int cpu : new int[] {request.cpuA(), request.cpuB()}) {
        if (seen.get(cpu)) {
          throw new IllegalArgumentException("CPU " + cpu + " occurs twice in one round");
        }
        seen.set(cpu);
      }
    }
  }

  private static void encode(ExchangeRequest request, long[] to, int at) {
    to[at + REQ_CPU_A] = request.cpuA();
    to[at + REQ_CPU_B] = request.cpuB();
    to[at + REQ_BUDGET_NANOS] = request.budgetNanos();
    to[at + REQ_START_TIMEOUT_NANOS] = START_TIMEOUT_NANOS;
    to[at + REQ_OFFSET_A] = request.injectA().offsetCycles();
    to[at + REQ_OFFSET_B] = request.injectB().offsetCycles();
    to[at + REQ_RATE_A] = request.injectA().ratePicosPerSecond();
    to[at + REQ_RATE_B] = request.injectB().ratePicosPerSecond();
    to[at + REQ_ORIGIN_A] = request.injectA().originCycles();
    to[at + REQ_ORIGIN_B] = request.injectB().originCycles();
  }

  private static ExchangeResult decode(ExchangeRequest request, long[] from, int at) {
    ExchangeOutcome outcome = outcomeOf(from[at + RES_OUTCOME]);
    boolean measured = outcome == ExchangeOutcome.MEASURED;
    return new ExchangeResult(
        request.cpuA(),
        request.cpuB(),
        outcome,
        measured
            ? ""
            : detailOf(outcome, from[at + RES_DETAIL], Math.toIntExact(from[at + RES_ERRNO])),
        measured
            ? Optional.of(
                new OneWay(
                    from[at + RES_AB_SENT], from[at + RES_AB_RECEIVED], from[at + RES_AB_SAMPLES]))
            : Optional.empty(),
        measured
            ? Optional.of(
                new OneWay(
                    from[at + RES_BA_SENT], from[at + RES_BA_RECEIVED], from[at + RES_BA_SAMPLES]))
            : Optional.empty(),
        from[at + RES_BLOCKS_KEPT],
        from[at + RES_BLOCKS_DROPPED],
        from[at + RES_MIGRATIONS],
        from[at + RES_STARTED_NANOS],
        from[at + RES_FINISHED_NANOS],
        from[at + RES_CPU_NANOS]);
  }

  static ExchangeOutcome outcomeOf(long outcome) {
    return switch (Math.toIntExact(outcome)) {
      case MEASURED -> ExchangeOutcome.MEASURED;
      case NOT_SCHEDULED -> ExchangeOutcome.NOT_SCHEDULED;
      case AFFINITY_REFUSED -> ExchangeOutcome.AFFINITY_REFUSED;
      case CPU_LOST -> ExchangeOutcome.CPU_LOST;
      case NO_SAMPLES -> ExchangeOutcome.NO_SAMPLES;
      case NO_RESOURCES -> ExchangeOutcome.NO_RESOURCES;
      case TSC_DISABLED -> ExchangeOutcome.TSC_DISABLED;
      case WENT_BACK -> ExchangeOutcome.WENT_BACK;
      default -> throw new IllegalStateException("the C kernel answered outcome " + outcome);
    };
  }

  private static String detailOf(ExchangeOutcome outcome, long cpu, int errno) {
    return switch (outcome) {
      case NOT_SCHEDULED, CPU_LOST, WENT_BACK -> "CPU " + cpu;
      case AFFINITY_REFUSED -> "CPU " + cpu + ": " + errnoName(errno);
      case NO_RESOURCES -> errnoName(errno);
      case MEASURED, NO_SAMPLES, TSC_DISABLED -> "";
    };
  }

  private static String errnoName(int errno) {
    return switch (errno) {
      case EPERM -> "EPERM";
      case EAGAIN -> "EAGAIN";
      case ENOMEM -> "ENOMEM";
      case EINVAL -> "EINVAL";
      default -> "errno " + errno;
    };
  }

  /** The step in which one CPU's counter moves. */
  public Reading<Granularity> granularity(int cpu) {
    long[] result = new long[GRAN_LENGTH];
    tw_granularity(cpu, GRANULARITY_READS, result);
    return whenMeasured(
        cpu,
        result[GRAN_OUTCOME],
        result[GRAN_ERRNO],
        () ->
            new Granularity(
                cpu,
                result[GRAN_STEP_CYCLES],
                result[GRAN_SMALLEST_DELTA_CYCLES],
                Math.toIntExact(result[GRAN_READS])));
  }

  /** The system clocks between two counter reads on one CPU, the narrowest of several tries. */
  public Reading<TimeSample> timeSample(int cpu) {
    long[] result = new long[TIME_LENGTH];
    tw_time_sample(cpu, TIME_SAMPLE_TRIES, result);
    return whenMeasured(
        cpu,
        result[TIME_OUTCOME],
        result[TIME_ERRNO],
        () ->
            new TimeSample(
                cpu,
                result[TIME_TSC_BEFORE],
                result[TIME_TSC_AFTER],
                result[TIME_MONOTONIC_NANOS],
                result[TIME_MONOTONIC_RAW_NANOS],
                result[TIME_BOOTTIME_NANOS],
                result[TIME_REALTIME_NANOS]));
  }

  private static <T> Reading<T> whenMeasured(int cpu, long code, long errno, Supplier<T> value) {
    ExchangeOutcome outcome = outcomeOf(code);
    return switch (outcome) {
      case MEASURED -> Reading.present(value.get());
      case AFFINITY_REFUSED ->
          Reading.denied(
              "CPU " + cpu + ": " + outcome.sentence(),
              "let the process use the CPU: its affinity (taskset) and its cpuset");
      default ->
          Reading.failed(
              "CPU "
                  + cpu
                  + ": "
                  + outcome.sentence()
                  + (errno == 0 ? "" : " (" + errnoName(Math.toIntExact(errno)) + ")"));
    };
  }

  /** CPUID of the given leaf and subleaf, on whatever CPU the caller runs. */
  public CpuidLeaf cpuid(int leaf, int subleaf) {
    int[] registers = new int[4];
    tw_cpuid(leaf, subleaf, registers);
    return new CpuidLeaf(leaf, subleaf, registers[0], registers[1], registers[2], registers[3]);
  }

  /** The 32 bytes of the kvmclock page, where the kernel maps one into this process. */
  public Reading<byte[]> kvmclockPage() {
    byte[] bytes = new byte[KVMCLOCK_BYTES];
    return tw_kvmclock_page(bytes) == KVMCLOCK_ABSENT
        ? Reading.absent("the kernel maps no kvmclock page into this process")
        : Reading.present(bytes);
  }

  /** Threads left behind on CPUs that never ran them, not ended yet. */
  public int abandonedThreads() {
    return tw_abandoned_threads();
  }
}
