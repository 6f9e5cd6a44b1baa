package io.tscwatch.checks.machine;

import io.tscwatch.checks.bounds.OffsetBounds;
import io.tscwatch.checks.exchange.ExchangeRequest;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.Injection;
import io.tscwatch.checks.linux.Affinity;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToLongFunction;

/**
 * Measures on this machine what the exchange promises: its width, what it can prove of a planted
 * offset, and that load makes no false alarm. Run by {@code ./verify --figures}; no test, since the
 * figures are those of the machine and of what else it does.
 *
 * <p>Whatever is compared is measured in turns, in one process: the floor of a direction moves when
 * a hypervisor moves a CPU.
 */
final class ExchangeFigures {

  private static final long MILLISECOND = 1_000_000;
  private static final long TENTH = MILLISECOND / 10;

  /** 50 of these are 2 s. */
  private static final long EXHAUSTIVE = 40 * MILLISECOND;

  private static final int WIDTH_RUNS = 50;
  private static final int PLANTED_RUNS = 100;
  private static final int LOADED_RUNS = 10_000;
  private static final long[] PLANTED_CYCLES = {40, 80, 120, 200, 1000, 100_000};

  private final ExchangeKernel kernel;
  private final int cpuA;
  private final int cpuB;
  private final int divisor;
  private boolean allReached = true;

  private ExchangeFigures(ExchangeKernel kernel, int cpuA, int cpuB, int divisor) {
    this.kernel = kernel;
    this.cpuA = cpuA;
    this.cpuB = cpuB;
    this.divisor = divisor;
  }

  /**
   * Prints the tables; exits with 1 if a goal is not reached.
   *
   * @param args optionally a number by which all counts of runs are divided, for a quick look
   */
  public static void main(String[] args) throws InterruptedException {
    int divisor = args.length > 0 ? Integer.parseInt(args[0]) : 1;
    CpuSet cpus = Affinity.ofCallingThread().toOptional().orElse(CpuSet.empty());
    Optional<ExchangeKernel> kernel = ExchangeKernel.load().toOptional();
    if (kernel.isEmpty() || cpus.size() < 2) {
      System.err.println("figures: needs the native library and two CPUs");
      System.exit(1);
    }
    int[] numbers = cpus.toArray();
    ExchangeFigures figures =
        new ExchangeFigures(kernel.orElseThrow(), numbers[0], numbers[1], Math.max(1, divisor));
    figures.width();
    figures.sensitivity();
    figures.falseAlarms(cpus.size());
    System.exit(figures.allReached ? 0 : 1);
  }

  /** One exchange with {@code planted} cycles added to side B. */
  private Optional<OffsetBounds> measure(long budgetNanos, long planted) {
    ExchangeResult result =
        kernel
            .exchange(
                List.of(
                    new ExchangeRequest(
                        cpuA, cpuB, budgetNanos, Injection.NONE, Injection.offset(planted))))
            .get(0);
    return OffsetBounds.ofBAgainstA(result);
  }

  private void goal(boolean reached, String goal) {
    allReached &= reached;
    System.out.printf("  %-11s %s%n%n", reached ? "REACHED" : "FALLS SHORT", goal);
  }

  private void width() {
    List<Turn> turns = new ArrayList<>();
    int runs = Math.max(3, WIDTH_RUNS / divisor);
    for (int i = 0; i < 2 * runs && turns.size() < runs; i++) {
      Optional<OffsetBounds> millisecond = measure(MILLISECOND, 0);
      Optional<OffsetBounds> tenth = measure(TENTH, 0);
      Optional<OffsetBounds> exhaustive = measure(EXHAUSTIVE, 0);
      if (millisecond.isPresent() && tenth.isPresent() && exhaustive.isPresent()) {
        turns.add(
            new Turn(
                millisecond.get().widthCycles(),
                tenth.get().widthCycles(),
                exhaustive.get().widthCycles()));
      }
    }
    long narrowest = turns.stream().mapToLong(Turn::exhaustive).min().orElse(Long.MAX_VALUE);
    System.out.printf(
        "Width of the bounds of CPU %d against CPU %d, in cycles; %d runs of each, in turns%n",
        cpuB, cpuA, turns.size());
    System.out.printf(
        "  %-12s %10s %10s %12s %22s%n",
        "each run", "narrowest", "median", "/ narrowest", "/ its turn's 40 ms run");
    row("40 ms", turns, Turn::exhaustive, narrowest);
    row("1 ms", turns, Turn::millisecond, narrowest);
    row("0.1 ms", turns, Turn::tenth, narrowest);
    System.out.println(
        "  narrowest: of all 40 ms runs. A hypervisor that moves a virtual CPU to another core moves"
            + " the\n  floor with it; the last column compares within one turn.");
    goal(
        turns.size() == runs && median(turns, Turn::millisecond) * 10 <= narrowest * 12,
        "the median at 1 ms is at most 1.2 x the narrowest of the 40 ms runs");
  }

  /** One run of each length, right after each other; widths in cycles. */
  private record Turn(long millisecond, long tenth, long exhaustive) {}

  private static void row(
      String name, List<Turn> turns, ToLongFunction<Turn> width, long narrowest) {
    if (turns.isEmpty()) {
      System.out.printf("  %-12s nothing measured%n", name);
      return;
    }
    long median = median(turns, width);
    double beside =
        turns.stream()
            .mapToDouble(turn -> (double) width.applyAsLong(turn) / turn.exhaustive())
            .sorted()
            .skip(turns.size() / 2)
            .findFirst()
            .orElseThrow();
    System.out.printf(
        "  %-12s %10d %10d %12.2f %22.2f%n",
        name,
        turns.stream().mapToLong(width).min().orElseThrow(),
        median,
        (double) median / narrowest,
        beside);
  }

  private static long median(List<Turn> turns, ToLongFunction<Turn> width) {
    return median(turns.stream().map(width::applyAsLong).toList());
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(Long.MAX_VALUE);
  }

  private void sensitivity() {
    System.out.printf(
        "Planted offsets of CPU %d, in cycles; %d runs of 1 ms each, in turns with as many of d = 0%n",
        cpuB, Math.max(3, PLANTED_RUNS / divisor));
    System.out.printf(
        "  %8s %7s %9s | %9s %9s | %7s %16s %9s%n",
        "d", "proven", "width", "one way", "width", "beyond", "of these proven", "contained");
    System.out.printf(
        "  %8s %7s %9s | %9s %9s | %7s %16s %9s%n",
        "", "", "median", "at d = 0", "at d = 0", "", "", "");
    boolean found = true;
    boolean contained = true;
    for (long size : PLANTED_CYCLES) {
      for (long planted : new long[] {size, -size}) {
        Row row = planted(planted);
        found &= row.beyondProven * 100L >= row.beyond * 99L;
        contained &= row.contained == row.runs && row.runs > 0;
        row.print(planted);
      }
    }
    System.out.println(
        "  beyond: d is larger than the one-way minimum of the d = 0 runs right before and after.");
    System.out.println(
        "  contained: less d, the interval agrees with that of the d = 0 run right before.");
    goal(found, "an offset beyond the one-way minimum of its moment is proven in at least 99 %");
    goal(contained, "the bounds contain the planted offset in 100 %");
  }

  private Row planted(long planted) {
    Row row = new Row();
    Optional<OffsetBounds> before = measure(MILLISECOND, 0);
    for (int i = 0; i < Math.max(3, PLANTED_RUNS / divisor); i++) {
      Optional<OffsetBounds> with = measure(MILLISECOND, planted);
      Optional<OffsetBounds> after = measure(MILLISECOND, 0);
      if (before.isPresent() && with.isPresent() && after.isPresent()) {
        row.add(planted, before.get(), with.get(), after.get());
      }
      before = after;
    }
    return row;
  }

  /** The runs of one planted offset. */
  private static final class Row {
    private final List<Long> widths = new ArrayList<>();
    private final List<Long> floors = new ArrayList<>();
    private final List<Long> zeroWidths = new ArrayList<>();
    private int runs;
    private int proven;
    private int beyond;
    private int beyondProven;
    private int contained;

    void add(long planted, OffsetBounds before, OffsetBounds with, OffsetBounds after) {
      long floor = Math.max(oneWay(before, planted), oneWay(after, planted));
      boolean isBeyond = Math.abs(planted) > floor;
      runs++;
      widths.add(with.widthCycles());
      floors.add(floor);
      zeroWidths.add(before.widthCycles());
      proven += with.excludesZero() ? 1 : 0;
      beyond += isBeyond ? 1 : 0;
      beyondProven += isBeyond && with.excludesZero() ? 1 : 0;
      OffsetBounds less =
          new OffsetBounds(with.lowerCycles() - planted, with.upperCycles() - planted);
      contained += less.intersect(before).isPresent() ? 1 : 0;
    }

    /** What a planted offset of this sign has to exceed to be seen: the way that it shortens. */
    private static long oneWay(OffsetBounds bounds, long planted) {
      return planted > 0 ? -bounds.lowerCycles() : bounds.upperCycles();
    }

    void print(long planted) {
      System.out.printf(
          "  %+8d %5d %% %9d | %9d %9d | %7d %16d %7d %%%n",
          planted,
          runs == 0 ? 0 : 100 * proven / runs,
          median(widths),
          median(floors),
          median(zeroWidths),
          beyond,
          beyondProven,
          runs == 0 ? 0 : 100 * contained / runs);
    }
  }

  private void falseAlarms(int hogs) throws InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < hogs; i++) {
      Thread thread = new Thread(() -> spin(stop), "hog " + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    int runs = Math.max(10, LOADED_RUNS / divisor);
    int measured = 0;
    int alarms = 0;
    List<Long> widths = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      Optional<OffsetBounds> bounds = measure(MILLISECOND, 0);
      if (bounds.isPresent()) {
        measured++;
        alarms += bounds.get().excludesZero() ? 1 : 0;
        widths.add(bounds.get().widthCycles());
      }
    }
    stop.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.printf(
        "Load: %d pair checks of 1 ms at d = 0 under a hog on each of %d CPUs%n", runs, hogs);
    System.out.printf(
        "  %d measured, median width %d cycles, %d intervals exclude 0%n",
        measured, median(widths), alarms);
    goal(alarms == 0 && measured * 10L >= runs * 9L, "no interval excludes 0, and 90 % measure");
  }

  private static void spin(AtomicBoolean stop) {
    while (!stop.get()) {
      Thread.onSpinWait();
    }
  }
}
