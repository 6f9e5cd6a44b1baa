package io.tscwatch.daemon.history;

import io.tscwatch.checks.witness.WitnessReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes a history as fast as it can and tells each event that is acknowledged, until it is killed:
 * {@code KilledWriter FILE RUN}.
 */
final class KilledWriter {

  private KilledWriter() {}

  public static void main(String[] args) throws InterruptedException {
    long run = Long.parseLong(args[1]);
    History history =
        History.start(
            Samples.settings(Path.of(args[0])),
            new StoredEvent.Run(run, Samples.RUN.origin(), Samples.RUN.version()),
            HistorySchema.CURRENT,
            Samples.IMPATIENT,
            state -> {});
    long told = 0;
    for (long sequence = 1; ; sequence++) {
      history.event(Samples.warp(sequence, Samples.NOON + sequence));
      while (history.state().pendingEvents() > 100) {
        Thread.onSpinWait();
      }
      if (sequence % 50 == 0) {
        // Coarser rows are written again and again: a kill may hit those too.
        history.sample(
            Samples.NOON + sequence * Samples.SECOND,
            Optional.of(Samples.GIGAHERTZ),
            List.of(Samples.cpu(1, 0, sequence, -sequence, sequence)),
            WitnessReport.NONE);
      }
      long acknowledged = history.state().acknowledgedSequence();
      if (acknowledged > told) {
        told = acknowledged;
        System.out.println(told);
      }
    }
  }
}
