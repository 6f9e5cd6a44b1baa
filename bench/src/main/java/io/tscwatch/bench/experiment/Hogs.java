package io.tscwatch.bench.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Load: threads that compute without pause. They are not pinned: the scheduler places them, as it
 * does with the work of others.
 */
public final class Hogs {

  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stop;

  private Hogs(int count) {
    for (int i = 0; i < count; i++) {
      Thread thread = new Thread(this::spin, "hog " + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
  }

  private void spin() {
    while (!stop) {
      Thread.onSpinWait();
    }
  }

  /** Does something beside so many of them. */
  public static <T> T beside(int count, Supplier<T> work) {
    Hogs hogs = new Hogs(count);
    try {
      return work.get();
    } finally {
      hogs.stop();
    }
  }

  private void stop() {
    stop = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
