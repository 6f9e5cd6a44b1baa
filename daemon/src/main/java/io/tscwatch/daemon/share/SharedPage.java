package io.tscwatch.daemon.share;

import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.machine.TimeSample;
import io.tscwatch.checks.share.VerdictLayout;
import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.checks.watch.CpuStatus;
import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.checks.watch.WatchListener;
import io.tscwatch.checks.watch.WatchStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the page up to date: with every status it is valid for three more ticks, at least five
 * seconds. A daemon that is killed leaves a page that is stale by then; one that is stopped says so
 * at once.
 *
 * <p>Listens to the watching thread, and is closed after that has ended.
 */
public final class SharedPage implements WatchListener, AutoCloseable {

  private static final long LEAST_VALID_NANOS = 5_000_000_000L;
  private static final int TICKS_VALID = 3;

  /** After these a TSC value from before is not comparable with one from now. */
  private static final Set<WatchEvent.Kind> NEW_EPOCH =
      EnumSet.of(WatchEvent.Kind.VERDICT_CHANGED, WatchEvent.Kind.BASELINE_RESTARTED);

  private final Machine machine;
  private final Optional<VerdictPage> page;
  private final long intervalNanos;
  private long epoch;

  private SharedPage(Machine machine, Optional<VerdictPage> page, long intervalNanos, long epoch) {
    this.machine = machine;
    this.page = page;
    this.intervalNanos = intervalNanos;
    this.epoch = epoch;
  }

  /**
   * Makes a page that says UNKNOWN.
   *
   * @param folder where it is to be; empty if nobody wants one
   * @param machine gives the clocks; called by the watching thread only
   * @param intervalNanos from tick to tick
   * @throws IOException if the folder is not there or may not be written
   */
  public static SharedPage start(Optional<Path> folder, Machine machine, long intervalNanos)
      throws IOException {
    Optional<VerdictPage> page =
        folder.isEmpty()
            ? Optional.empty()
            : Optional.of(
                VerdictPage.create(folder.get().resolve(VerdictLayout.FILE.getFileName())));
    // Epochs of another run must differ from this one's, and grow.
    return new SharedPage(machine, page, intervalNanos, machine.realtimeNanos());
  }

  /** For how long what is written is valid without a further write, in nanoseconds. */
  static long validNanos(long intervalNanos) {
    return Math.max(LEAST_VALID_NANOS, TICKS_VALID * intervalNanos);
  }

  @Override
  public void event(WatchEvent event) {
    if (NEW_EPOCH.contains(event.kind())) {
      epoch++;
    }
  }

  @Override
  public void status(WatchStatus status) {
    if (page.isEmpty()) {
      return;
    }
    Optional<TimeSample> now = machine.timeSample(Math.max(0, status.referenceCpu())).toOptional();
    page.get()
        .write(now.map(clocks -> content(status, clocks)).orElse(VerdictPage.Content.UNKNOWN));
  }

  private VerdictPage.Content content(WatchStatus status, TimeSample now) {
    long validNanos = validNanos(intervalNanos);
    long hertz = status.frequency().map(TscFrequency::hertz).orElse(0L);
    // Divided first: a TSC of some GHz counts 2^63 in decades, but not times 10^9.
    long validCycles = validNanos / 1_000 * (hertz / 1_000) / 1_000;
    boolean warnings =
        status.findings().stream().anyMatch(f -> f.finding().severity() == Severity.WARNING);
    boolean simulated = status.origin().kind() != Origin.Kind.REAL;
    return new VerdictPage.Content(
        number(status.verdict()),
        (simulated ? VerdictLayout.SIMULATED : 0) | (warnings ? VerdictLayout.WARNINGS : 0),
        Math.toIntExact(
            status.cpus().stream()
                .filter(CpuStatus::online)
                .filter(cpu -> cpu.evidenceMonotonicNanos().isPresent())
                .count()),
        epoch,
        status.agreementNanos().orElse(-1),
        now.boottimeNanos(),
        now.boottimeNanos() + validNanos,
        hertz == 0 ? 0 : now.tscAfterCycles(),
        hertz == 0 ? 0 : now.tscAfterCycles() + validCycles,
        hertz,
        status.asOfRealtimeNanos());
  }

  private static int number(Verdict verdict) {
    return switch (verdict) {
      case UNKNOWN -> VerdictLayout.UNKNOWN;
      case RELIABLE -> VerdictLayout.RELIABLE;
      case UNRELIABLE -> VerdictLayout.UNRELIABLE;
    };
  }

  /** Leaves a page that says that nobody writes it any more. */
  @Override
  public void close() {
    page.ifPresent(
        left ->
            left.write(
                new VerdictPage.Content(
                    VerdictLayout.UNKNOWN,
                    VerdictLayout.STOPPED,
                    0,
                    epoch + 1,
                    -1,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0)));
  }
}
