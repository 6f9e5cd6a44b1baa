package io.tscwatch.daemon.watch;

import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.machine.RealMachine;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.watch.WatchEngine;
import io.tscwatch.checks.watch.WatchSettings;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Goes once through what the first sweep will do, beside the main thread that reads options and
 * settings: half of the time until the daemon is ready is the JVM's, for code that runs for the
 * first time, and a machine with a second CPU can do two such things at once.
 *
 * <p>Watches no CPU, so it measures and judges nothing, disturbs nobody, and nobody hears of it.
 */
public final class Rehearsal {

  private static final WatchSettings NO_CPU =
      new WatchSettings(
          Optional.of(CpuSet.empty()),
          CpuSet.empty(),
          WatchSettings.DEFAULT.sparing(),
          WatchSettings.DEFAULT.intervalNanos(),
          WatchSettings.DEFAULT.coverWithinNanos(),
          WatchSettings.DEFAULT.pairBudgetNanos(),
          WatchSettings.DEFAULT.sharePartsPerMillion(),
          WatchSettings.DEFAULT.limits(),
          WatchSettings.DEFAULT.clearAfterNanos(),
          WatchSettings.DEFAULT.requalifyAfterNanos(),
          WatchSettings.DEFAULT.staleAfterNanos(),
          WatchSettings.DEFAULT.followKernelLog(),
          WatchSettings.DEFAULT.witnesses());

  private Rehearsal() {}

  /** Begins, in a thread of its own, if there is a CPU for it. */
  public static void begin() {
    if (Runtime.getRuntime().availableProcessors() > 1) {
      Thread thread = new Thread(() -> play(RealMachine::new), "rehearsal");
      thread.setDaemon(true);
      // What fails here fails in the first sweep, too, and is told there, once.
      thread.setUncaughtExceptionHandler((failed, why) -> {});
      thread.start();
    }
  }

  static void play(Supplier<Machine> stage) {
    try (Machine machine = stage.get()) {
      new WatchEngine(machine, NO_CPU, List.of()).tick();
    } catch (InterruptedException e) {
      // Nobody has this thread to interrupt it, and it ends here anyway.
      Thread.currentThread().interrupt();
    }
  }
}
