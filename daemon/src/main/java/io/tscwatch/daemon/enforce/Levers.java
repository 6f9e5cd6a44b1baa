package io.tscwatch.daemon.enforce;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tscwatch.checks.enforce.Policy;
import io.tscwatch.checks.kvm.host.HostAnswer;
import io.tscwatch.checks.kvm.host.StableKvmclock;
import io.tscwatch.checks.watch.WatchCompanion;
import io.tscwatch.checks.watch.WatchListener;
import io.tscwatch.config.EnforceSettings;
import io.tscwatch.config.Settings;
import io.tscwatch.daemon.http.StatusSection;
import io.tscwatch.daemon.kvm.HostReport;
import io.tscwatch.daemon.kvm.KvmHostWatch;
import io.tscwatch.systemd.journal.JournalEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The parts of the daemon that move this machine's levers or look how they stand, and their one
 * thread: enforcement, and what KVM promises.
 */
public final class Levers implements AutoCloseable {

  private static final long CLOSE_MILLIS = 1_000;

  /**
   * The levers of one machine.
   *
   * @param clocksource to read and write
   * @param kvm asks KVM; by the levers' thread
   * @param memory where enforcement's memory outlives the program; empty if it need not
   */
  public record Reach(
      ClocksourceLever clocksource, Supplier<HostAnswer> kvm, Optional<Kept> memory) {}

  /**
   * Where enforcement's memory is kept.
   *
   * @param file on a disk
   * @param bootId of the machine
   */
  public record Kept(Path file, String bootId) {}

  private final ThreadPoolExecutor thread;
  private final KvmHostWatch kvm;
  private final Enforcer enforcer;

  private Levers(ThreadPoolExecutor thread, KvmHostWatch kvm, Enforcer enforcer) {
    this.thread = thread;
    this.kvm = kvm;
    this.enforcer = enforcer;
  }

  /**
   * Takes up what an earlier run left; nothing is done before the watch's first status.
   *
   * @param log takes events for the journal, from any thread
   * @throws IOException if what an earlier run left cannot be read
   */
  public static Levers start(Reach reach, Settings settings, Consumer<JournalEvent> log)
      throws IOException {
    ThreadPoolExecutor thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread made = new Thread(work, "levers");
              made.setDaemon(true);
              return made;
            });
    KvmHostWatch kvm = new KvmHostWatch(reach.kvm(), thread);
    MemoryStore store =
        reach
            .memory()
            .<MemoryStore>map(kept -> new MemoryFile(kept.file(), kept.bootId()))
            .orElse(MemoryStore.FORGETFUL);
    Enforcer enforcer =
        new Enforcer(
            policy(settings),
            reach.clocksource(),
            store,
            () -> kvm.ask() == StableKvmclock.GRANTED,
            log,
            thread);
    return new Levers(thread, kvm, enforcer);
  }

  /** What the settings allow. */
  static Policy policy(Settings settings) {
    EnforceSettings enforce = settings.enforce();
    return new Policy(
        switch (enforce.mode()) {
          case OFF -> Policy.Mode.OFF;
          case ADVISE -> Policy.Mode.ADVISE;
          case ACT -> Policy.Mode.ACT;
        },
        enforce.maxSwitchesPerHour(),
        enforce.returnToTsc(),
        settings.verdict().requalifyAfterNanos());
  }

  /** To be told what the watch finds; enforcement first. */
  public List<WatchListener> listeners() {
    return List.of(enforcer, kvm);
  }

  /** To be asked by the watch. */
  public List<WatchCompanion> companions() {
    return List.of(enforcer, kvm);
  }

  /** The sections {@code enforcement} and {@code kvm} of the status. */
  public List<StatusSection> sections() {
    return List.of(
        new StatusSection("enforcement", () -> new EnforcementFields(enforcer.state())),
        new StatusSection("kvm", () -> new KvmFields(kvm.report())));
  }

  /** What KVM was found to promise, for metrics. */
  public Optional<StableKvmclock> promise() {
    return kvm.promise();
  }

  /** True if that clocksource is in use because this program wrote it. */
  public boolean wrote(String clocksource) {
    return enforcer.wrote(clocksource);
  }

  /** Uses other settings from now on. */
  public void reload(Settings settings) {
    enforcer.configure(policy(settings));
  }

  /** Waits for a write that has begun, and begins none any more. */
  @Override
  public void close() {
    thread.getQueue().clear();
    thread.shutdown();
    try {
      thread.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Whoever is told to hurry does not wait; the record on the disk says what was begun.
      Thread.currentThread().interrupt();
    }
  }

  private record KvmFields(Optional<HostReport> report) implements StatusSection.Fields {

    /** Mostly it is the same report; a record's own would compare what is in it. */
    @Override
    public boolean equals(Object other) {
      return other instanceof KvmFields fields
          && Objects.equals(report.orElse(null), fields.report.orElse(null));
    }

    @Override
    public int hashCode() {
      return report.hashCode();
    }

    @Override
    public void write(JsonGenerator json) throws IOException {
      if (report.isPresent()) {
        report.get().write(json);
      } else {
        json.writeNullField("host");
      }
    }
  }
}
