package io.tscwatch.systemd.journal;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.apache.logging.log4j.CloseableThreadContext;
import org.apache.logging.log4j.Logger;

/**
 * Writes events, each as one line with its MESSAGE_ID and fields. From any thread.
 *
 * <p>Events that come too often are thinned out (a burst of 20 a kind, then one every 30 s); the
 * next line of that kind says how many were left out. Verdicts, start and stop are never left out.
 *
 * <pre>{@code
 * log.write(new VerdictChanged("RELIABLE", "UNRELIABLE", "7", "skew.warp",
 *     "CPU 7 is 4012 to 4060 ns ahead of CPU 0, since 10:42:07.",
 *     "Do not read the TSC directly; switch the clocksource to hpet."));
 * }</pre>
 */
public final class EventLog {
  static final String LOGGER_NAME = "tscwatch";

  private static final String MESSAGE_ID = "MESSAGE_ID";

  private final Logger logger;
  private final LongSupplier nanoTime;
  private final FloodLimit floodLimit = new FloodLimit();

  EventLog(Logger logger, LongSupplier nanoTime) {
    this.logger = logger;
    this.nanoTime = nanoTime;
  }

  /** Writes one event, unless too many like it came before. Never throws for want of a journal. */
  public void write(JournalEvent event) {
    if (event.floodKey().isEmpty()) {
      write(event, 0);
      return;
    }
    OptionalLong leftOut = floodLimit.admit(event.floodKey(), nanoTime.getAsLong());
    leftOut.ifPresent(count -> write(event, count));
  }

  private void write(JournalEvent event, long leftOut) {
    Map<String, String> fields = new HashMap<>();
    fields.put(MESSAGE_ID, event.messageId().id());
    event.fields().forEach((field, value) -> putUnlessEmpty(fields, field, value));
    String line = event.sentence();
    if (leftOut > 0) {
      fields.put(JournalField.SUPPRESSED.key(), Long.toString(leftOut));
      line += " (" + leftOut + " like it before this one were left out)";
    }
    // The appender takes its fields from the thread's context; nothing stays behind in it.
    CloseableThreadContext.Instance context = CloseableThreadContext.putAll(fields);
    try {
      if (event instanceof UnexpectedFailure failure) {
        logger.log(event.priority().level(), line, failure.cause());
      } else {
        logger.log(event.priority().level(), line);
      }
    } finally {
      context.close();
    }
  }

  private static void putUnlessEmpty(Map<String, String> fields, JournalField field, String value) {
    if (!value.isEmpty()) {
      fields.put(field.key(), value);
    }
  }
}
