package io.tscwatch.bench.laboratory;

import static io.tscwatch.bench.laboratory.NativeLaboratory.*;

import io.tscwatch.bench.laboratory.RunAnswer.Step;
import io.tscwatch.checks.bounds.OffsetBounds;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.schedule.CpuPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The C harness.
 *
 * <p>Every call blocks its caller until the runs are over, and keeps the CPUs that it is given busy
 * all that time. Not for many threads at once: they would measure each other.
 */
public final class Laboratory {

  private Laboratory() {}

  /** Loads the library; Failed with the reason if it cannot be. */
  public static Reading<Laboratory> load() {
    int abi;
    try {
      abi = tw_lab_abi();
    } catch (LinkageError e) {
      return Reading.failed(
          "the native library lib"
              + LIBRARY
              + ".so could not be loaded: "
              + e.toString().lines().findFirst().orElse(""));
    }
    return abi == ABI
        ? Reading.present(new Laboratory())
        : Reading.failed("lib" + LIBRARY + ".so has ABI " + abi + ", this program needs " + ABI);
  }

  /**
   * Runs a plan, in its order.
   *
   * @param pair the lower CPU is side A, the higher one side B, on which offsets are planted
   * @throws LaboratoryException if the threads could not be had, or did not come to an end
   */
  public List<RunAnswer> run(CpuPair pair, List<PlannedRun> plan) {
    return run(pair, plan, 0);
  }

  /**
   * The same, on threads of SCHED_FIFO.
   *
   * @param fifoPriority 1 to 99; 0: as the caller
   * @throws LaboratoryException also if the process may not have such threads
   */
  public List<RunAnswer> run(CpuPair pair, List<PlannedRun> plan, int fifoPriority) {
    long[] rows = new long[plan.size() * RUN_LENGTH];
    long[] answers = new long[plan.size() * ANSWER_LENGTH];
    for (int i = 0; i < plan.size(); i++) {
      PlannedRun run = plan.get(i);
      rows[i * RUN_LENGTH + RUN_METHOD] = run.method().number();
      rows[i * RUN_LENGTH + RUN_VARIANT] = run.variant().number();
      rows[i * RUN_LENGTH + RUN_NANOS] = run.nanos();
      rows[i * RUN_LENGTH + RUN_OFFSET_B] = run.offsetCycles();
    }
    if (!plan.isEmpty()) {
      check(tw_lab_run(pair.lower(), pair.higher(), rows, answers, plan.size(), fifoPriority));
    }
    List<RunAnswer> decoded = new ArrayList<>(plan.size());
    for (int i = 0; i < plan.size(); i++) {
      decoded.add(decode(answers, i * ANSWER_LENGTH));
    }
    return decoded;
  }

  private static RunAnswer decode(long[] answers, int at) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < answers[at + ANSWER_STEPS]; i++) {
      int step = at + ANSWER_FIRST_STEP + 2 * i;
      steps.add(new Step(answers[step], answers[step + 1]));
    }
    return new RunAnswer(
        answers[at + ANSWER_OUTCOME] == 0,
        answers[at + ANSWER_BOUNDED] == 0
            ? Optional.empty()
            : Optional.of(new OffsetBounds(answers[at + ANSWER_LOWER], answers[at + ANSWER_UPPER])),
        answers[at + ANSWER_PROVEN] != 0,
        answers[at + ANSWER_SAMPLES],
        answers[at + ANSWER_NANOS],
        steps);
  }

  /**
   * A loop that does the same work over and over on one CPU, as a program that cares for its
   * latency would.
   *
   * @param work rounds of arithmetic in an iteration, each of a few nanoseconds
   * @param bucketCycles width of a bucket of the histogram
   * @throws LaboratoryException if the thread could not be had, or did not come to an end
   */
  public VictimTimes victim(int cpu, long nanos, int work, long bucketCycles, int buckets) {
    long[] histogram = new long[buckets];
    long[] longest = new long[1];
    check(tw_lab_victim(cpu, nanos, work, bucketCycles, histogram, buckets, longest));
    return new VictimTimes(bucketCycles, Arrays.stream(histogram).boxed().toList(), longest[0]);
  }

  /**
   * How long it took from making a thread for one CPU to its first instruction there, in
   * nanoseconds, {@code count} times.
   *
   * @throws LaboratoryException if a thread could not be had, or did not come to an end
   */
  public long[] threadStartNanos(int cpu, int count) {
    long[] nanos = new long[count];
    check(tw_lab_thread_start(cpu, nanos, count));
    return nanos;
  }

  private static void check(int errno) {
    if (errno != 0) {
      throw new LaboratoryException("the laboratory's threads failed with errno " + errno);
    }
  }
}
