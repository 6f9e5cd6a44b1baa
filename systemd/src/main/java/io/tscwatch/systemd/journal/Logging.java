package io.tscwatch.systemd.journal;

import de.bwaldvogel.log4j.SystemdJournalAppender;
import java.io.PrintStream;
import java.time.ZoneId;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * The process's logging: started once, by the daemon; one-shot commands do without.
 *
 * <p>Libraries that log through Log4j (or through SLF4J with Log4j's bridge) share the target, from
 * warnings upwards.
 */
public final class Logging implements AutoCloseable {
  private static final String SYSLOG_IDENTIFIER = "tscwatch";

  private final LoggerContext context;
  private final EventLog events;

  private Logging(LoggerContext context) {
    this.context = context;
    this.events = new EventLog(context.getLogger(EventLog.LOGGER_NAME), System::nanoTime);
  }

  /**
   * Starts logging.
   *
   * @param target where to; {@link LogTarget#JOURNAL} needs {@link LogTarget#isJournalReachable}
   * @param least what is less urgent than this is not written
   */
  public static Logging start(LogTarget target, Priority least) {
    return start(target, least, System.err);
  }

  static Logging start(LogTarget target, Priority least, PrintStream standardError) {
    Appender appender =
        switch (target) {
          case JOURNAL -> journalAppender();
          case STANDARD_ERROR_WITH_PRIORITY ->
              new StandardErrorAppender(standardError, true, ZoneId.systemDefault());
          case CONSOLE -> new StandardErrorAppender(standardError, false, ZoneId.systemDefault());
        };
    return FewPlugins.during(
        () ->
            new Logging(
                Configurator.initialize(
                    Logging.class.getClassLoader(),
                    new FixedConfiguration(appender, least.level(), Level.WARN))));
  }

  /** The log of events. */
  public EventLog events() {
    return events;
  }

  /** Stops logging; what is written later is lost. */
  @Override
  public void close() {
    Configurator.shutdown(context);
  }

  private static Appender journalAppender() {
    // The empty prefix makes the context's keys the names of journal fields, MESSAGE_ID among them.
    SystemdJournalAppender appender =
        SystemdJournalAppender.createAppender(
            "Journal",
            /* ignoreExceptionsString= */ "true",
            /* logSourceString= */ "false",
            /* logStacktraceString= */ "true",
            /* logLoggerNameString= */ "true",
            /* logAppenderNameString= */ "false",
            /* logThreadNameString= */ "false",
            /* logThreadContextString= */ "true",
            /* threadContextPrefix= */ "",
            SYSLOG_IDENTIFIER,
            null,
            null,
            null);
    appender.start();
    return appender;
  }
}
