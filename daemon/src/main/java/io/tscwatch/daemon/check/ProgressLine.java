package io.tscwatch.daemon.check;

import io.tscwatch.checks.measure.Progress;
import io.tscwatch.daemon.report.Terminal;
import java.io.PrintStream;

/** Progress as one line on standard error that is wiped at the end; only on a terminal. */
final class ProgressLine implements Progress, AutoCloseable {

  private static final String WIPE = "\r\u001b[K";

  /** A line more often than this would only flicker. */
  private static final long SHORTEST_PAUSE_NANOS = 50_000_000;

  private final PrintStream err;
  private final boolean shown;
  private long lastNanos;

  private ProgressLine(PrintStream err, boolean shown) {
    this.err = err;
    this.shown = shown;
  }

  static ProgressLine onStderr(boolean quiet) {
    return new ProgressLine(System.err, !quiet && Terminal.isStderr());
  }

  @Override
  public void report(long done, long all, String what) {
    long now = System.nanoTime();
    if (shown && now - lastNanos > SHORTEST_PAUSE_NANOS) {
      lastNanos = now;
      err.print(WIPE + what + ": round " + done + " of " + all);
      err.flush();
    }
  }

  @Override
  public void close() {
    if (shown) {
      err.print(WIPE);
      err.flush();
    }
  }
}
