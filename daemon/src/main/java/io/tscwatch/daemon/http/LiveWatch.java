package io.tscwatch.daemon.http;

import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.checks.watch.CpuStatus;
import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.checks.watch.WatchListener;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.config.Settings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * What the watch said last: its status, and its recent events. The one thing through which the
 * watch reaches those who publish, and it never waits for them.
 *
 * <p>A status that the watch no longer renews is not handed out as if it were true: once it is
 * older than evidence may be, its verdict reads UNKNOWN.
 *
 * <p>Safe for use by many threads.
 */
public final class LiveWatch implements WatchListener {

  private static final long SECOND = 1_000_000_000L;

  private final LongSupplier nanoTime;
  private final long startedNanoTime;
  private final RecentEvents events;
  private volatile Expectations expected;
  private volatile Optional<Told> latest = Optional.empty();

  /**
   * What the settings promise.
   *
   * @param tickWithinNanos a loop that has not ticked for so long hangs
   * @param staleAfterNanos evidence older than this counts for nothing
   */
  private record Expectations(long tickWithinNanos, long staleAfterNanos) {

    static Expectations of(Settings settings) {
      return new Expectations(
          Math.max(30 * SECOND, 10 * settings.measurement().intervalNanos()),
          Math.max(
              settings.verdict().staleAfterNanos(), 2 * settings.measurement().intervalNanos()));
    }
  }

  /** A status and when it was told, by this process's clock. */
  private record Told(WatchStatus status, long nanoTime) {}

  /**
   * Before the watch starts.
   *
   * @param run tells this run of the daemon from others, in the ids of events: letters and digits
   */
  public LiveWatch(Settings settings, String run) {
    this(settings, run, System::nanoTime);
  }

  LiveWatch(Settings settings, String run, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.startedNanoTime = nanoTime.getAsLong();
    this.events = new RecentEvents(run, settings.events().backlog());
    this.expected = Expectations.of(settings);
  }

  /** Uses other settings from now on. */
  public void reload(Settings settings) {
    expected = Expectations.of(settings);
  }

  @Override
  public void event(WatchEvent event) {
    events.add(event);
  }

  @Override
  public void status(WatchStatus status) {
    latest = Optional.of(new Told(status, nanoTime.getAsLong()));
  }

  /** The latest status; empty until the first. */
  public Optional<WatchStatus> current() {
    long staleAfterNanos = expected.staleAfterNanos();
    return latest.map(
        told ->
            sinceNanos(told.nanoTime()) > staleAfterNanos ? stalled(told.status()) : told.status());
  }

  /** Whether the watch is alive. */
  public Condition alive() {
    Optional<Told> told = latest;
    long sinceNanos = sinceNanos(told.map(Told::nanoTime).orElse(startedNanoTime));
    String what = told.isPresent() ? "the last tick was " : "no tick yet, started ";
    return new Condition(
        sinceNanos <= expected.tickWithinNanos(), what + seconds(sinceNanos) + " ago");
  }

  /** Whether what it says rests on fresh evidence about every CPU to be covered. */
  public Condition ready() {
    Optional<Told> told = latest;
    if (told.isEmpty() || !told.get().status().ready()) {
      return new Condition(false, "not every CPU has been measured yet");
    }
    WatchStatus status = told.get().status();
    OptionalLong evidence = status.evidenceMonotonicNanos();
    if (evidence.isEmpty()) {
      return new Condition(false, "there is no evidence: " + status.reason());
    }
    long ageNanos =
        status.asOfMonotonicNanos() - evidence.getAsLong() + sinceNanos(told.get().nanoTime());
    long limitNanos = expected.staleAfterNanos();
    return new Condition(
        ageNanos <= limitNanos,
        "the oldest evidence is "
            + seconds(ageNanos)
            + " old, "
            + seconds(limitNanos)
            + " is allowed");
  }

  RecentEvents events() {
    return events;
  }

  private long sinceNanos(long earlierNanoTime) {
    return nanoTime.getAsLong() - earlierNanoTime;
  }

  private static String seconds(long nanos) {
    long tenths = nanos / (SECOND / 10);
    return tenths / 10 + "." + tenths % 10 + " s";
  }

  private static WatchStatus stalled(WatchStatus status) {
    String reason =
        "The watch has stopped giving news; its last verdict was " + status.verdict() + ".";
    List<CpuStatus> cpus = status.cpus().stream().map(LiveWatch::unknown).toList();
    return new WatchStatus(
        status.origin(),
        status.startedRealtimeNanos(),
        status.asOfRealtimeNanos(),
        status.asOfMonotonicNanos(),
        false,
        status.limits(),
        Verdict.UNKNOWN,
        status.asOfRealtimeNanos(),
        reason,
        OptionalLong.empty(),
        status.evidenceMonotonicNanos(),
        status.referenceCpu(),
        status.frequency(),
        OptionalLong.empty(),
        cpus,
        status.findings(),
        status.recommendations(),
        status.matrix(),
        status.facts(),
        status.witnesses(),
        status.intrusion(),
        status.counters());
  }

  private static CpuStatus unknown(CpuStatus cpu) {
    return new CpuStatus(
        cpu.place(),
        cpu.online(),
        Verdict.UNKNOWN,
        "no news from the watch",
        cpu.offset(),
        cpu.rate(),
        cpu.headroom(),
        cpu.tscAdjust(),
        cpu.evidenceMonotonicNanos(),
        cpu.cpuNanos());
  }
}
