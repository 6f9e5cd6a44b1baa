package io.tscwatch.daemon.enforce;

import io.tscwatch.checks.read.Reading;

/** The clocksource of the machine that is watched, to be read and written. For one thread. */
public interface ClocksourceLever {

  /**
   * What a write came to.
   *
   * @param readBack current_clocksource after it, or why nothing was written
   * @param kernelSaid the line that the kernel logged about it; empty if none is seen
   */
  record Written(Reading<String> readBack, String kernelSaid) {}

  /** current_clocksource. */
  Reading<String> current();

  /** Writes current_clocksource and reads it back: the kernel refuses without an error. */
  Written write(String clocksource);
}
