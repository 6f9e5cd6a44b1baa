package io.tscwatch.bench.experiment;

import io.tscwatch.bench.laboratory.Laboratory;
import io.tscwatch.bench.laboratory.PlannedRun;
import io.tscwatch.bench.laboratory.RunAnswer;
import io.tscwatch.checks.schedule.CpuPair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * What every experiment is given.
 *
 * @param laboratory the C harness
 * @param pairs pairs of CPUs to measure, the nearest first, one for each distance that the machine
 *     has; at least one
 * @param cpus all CPUs that may be used
 * @param tscHertz to turn cycles into nanoseconds
 * @param seed of the order in which runs are mixed, and of everything simulated
 * @param effort 1 for the full number of runs, 20 for a twentieth
 * @param hour true to watch the real rate for an hour, not for two minutes
 * @param faults how many of each kind are planted to see how soon they are told
 * @param root the source tree, with its launcher
 * @param work a folder for files of an experiment's own, not there yet
 * @param progress takes a few words now and then
 */
public record Bench(
    Laboratory laboratory,
    List<MeasuredPair> pairs,
    List<Integer> cpus,
    long tscHertz,
    long seed,
    int effort,
    boolean hour,
    int faults,
    Path root,
    Path work,
    Consumer<String> progress) {

  /** About so much planned time goes to the harness in one call, so that progress can be told. */
  private static final long BATCH_NANOS = 250_000_000;

  private static final int LIMIT_FACTOR = 3;
  private static final long GRACE_NANOS = 5_000_000_000L;

  public Bench {
    pairs = List.copyOf(pairs);
    cpus = List.copyOf(cpus);
  }

  /**
   * Two CPUs and how near they are.
   *
   * @param pair the CPUs
   * @param distance such as {@code same last-level cache}
   */
  public record MeasuredPair(CpuPair pair, String distance) {}

  /** The first pair: the nearest two CPUs. */
  public CpuPair pair() {
    return pairs.get(0).pair();
  }

  /** How many runs instead of {@code full}, by the effort; at least {@code least}. */
  public int runs(int full, int least) {
    return Math.max(Math.min(least, full), full / effort);
  }

  /** Cycles as nanoseconds. */
  public double nanos(double cycles) {
    return cycles * 1e9 / tscHertz;
  }

  /**
   * A run with what it is for.
   *
   * @param key for the caller to know it by
   * @param run what is run
   * @param <K> the type of the key
   */
  public record Keyed<K>(K key, PlannedRun run) {}

  /**
   * What a run answered, with what it was for.
   *
   * @param key that of the run
   * @param answer what it answered
   * @param <K> the type of the key
   */
  public record Answered<K>(K key, RunAnswer answer) {}

  /**
   * Runs in an order that only the seed decides: whatever drifts meanwhile drifts for all alike,
   * and what is left out when time is up is left out of all alike.
   */
  public <K> List<Answered<K>> runMixed(CpuPair pair, List<Keyed<K>> runs) {
    return runInOrder(pair, shuffled(runs, new SplittableRandom(seed)));
  }

  /**
   * Runs in the order given. On a machine that is busy with other things runs take longer, since
   * both sides have to be there; after three times the planned time the rest is left out.
   */
  public <K> List<Answered<K>> runInOrder(CpuPair pair, List<Keyed<K>> runs) {
    List<Answered<K>> answered = new ArrayList<>(runs.size());
    long plannedNanos = runs.stream().mapToLong(run -> run.run().nanos()).sum();
    long endNanos = System.nanoTime() + LIMIT_FACTOR * plannedNanos + GRACE_NANOS;
    int from = 0;
    while (from < runs.size() && System.nanoTime() - endNanos < 0) {
      int to = from;
      long nanos = 0;
      while (to < runs.size() && nanos < BATCH_NANOS) {
        nanos += runs.get(to++).run().nanos();
      }
      List<Keyed<K>> batch = runs.subList(from, to);
      List<RunAnswer> answers = laboratory.run(pair, batch.stream().map(Keyed::run).toList());
      for (int i = 0; i < batch.size(); i++) {
        answered.add(new Answered<>(batch.get(i).key(), answers.get(i)));
      }
      from = to;
      progress.accept(100 * from / runs.size() + " %");
    }
    return answered;
  }

  /** A copy in an order that only the random numbers decide (Fisher and Yates). */
  static <T> List<T> shuffled(List<T> items, SplittableRandom random) {
    List<T> mixed = new ArrayList<>(items);
    for (int i = mixed.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      T moved = mixed.set(other, mixed.get(i));
      mixed.set(i, moved);
    }
    return mixed;
  }
}
