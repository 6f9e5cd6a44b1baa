package io.tscwatch.daemon.watch;

import java.util.concurrent.TimeUnit;

/**
 * A stop is answered within a second, on a machine too that needs part of it to wake a thread. In
 * order it takes a few milliseconds; on a machine so busy that an exchange, a page or a write to
 * the history takes longer, what is not closed by then is left as a kill would leave it, which the
 * history survives.
 */
final class StopDeadline {

  private static final long WITHIN_MILLIS = 600;

  private StopDeadline() {}

  /** The time begins to run; the process ends with it. */
  static void begin() {
    Thread thread = new Thread(StopDeadline::end, "stop-deadline");
    thread.setDaemon(true);
    thread.start();
  }

  private static void end() {
    try {
      TimeUnit.MILLISECONDS.sleep(WITHIN_MILLIS);
    } catch (InterruptedException e) {
      // Nobody interrupts it; if someone did, the end would come early.
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }
}
