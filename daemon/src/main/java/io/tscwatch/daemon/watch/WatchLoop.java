package io.tscwatch.daemon.watch;

import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.watch.WatchEngine;
import io.tscwatch.checks.watch.WatchSettings;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The thread that watches: ticks, and sleeps on the machine's clock between them. */
final class WatchLoop {

  private static final long END_MILLIS = 500;

  private final Machine machine;
  private final WatchEngine engine;
  private final Consumer<RuntimeException> failed;
  private final AtomicReference<Optional<WatchSettings>> changed =
      new AtomicReference<>(Optional.empty());
  private final Thread thread = new Thread(this::run, "watch");
  private volatile boolean stopping;

  /**
   * A loop that has not begun.
   *
   * @param failed told of a fault of this program, after which nothing is watched any more
   */
  WatchLoop(Machine machine, WatchEngine engine, Consumer<RuntimeException> failed) {
    this.machine = machine;
    this.engine = engine;
    this.failed = failed;
  }

  void start() {
    thread.start();
  }

  /** Watches by other settings from the next tick on. */
  void configure(WatchSettings settings) {
    changed.set(Optional.of(settings));
  }

  private void run() {
    try {
      while (!stopping) {
        changed.getAndSet(Optional.empty()).ifPresent(engine::configure);
        engine.tick();
        machine.sleepNanos(engine.nanosUntilNextTick());
      }
    } catch (InterruptedException | CancellationException e) {
      // Only end() interrupts: the loop is over, and the thread with it.
      stopping = true;
    } catch (RuntimeException e) {
      failed.accept(e);
    }
  }

  /** Ends the loop after the exchange that is running; does not wait for that. */
  void end() {
    stopping = true;
    thread.interrupt();
  }

  /** Waits for the end of the loop, for no longer than {@value #END_MILLIS} ms. */
  void awaitEnd() throws InterruptedException {
    thread.join(END_MILLIS);
  }
}
