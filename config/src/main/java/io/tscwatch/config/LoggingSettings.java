package io.tscwatch.config;

/** Where log lines go, and which. */
public record LoggingSettings(Target target, Level level) {

  /** Where log lines go. */
  public enum Target {
    /** The journal if systemd connected us to it ($JOURNAL_STREAM), else the console. */
    AUTO,
    /** The journal, with structured fields. */
    JOURNAL,
    /** Standard error, one line an event. */
    CONSOLE
  }

  /** The least important lines that are written. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }
}
