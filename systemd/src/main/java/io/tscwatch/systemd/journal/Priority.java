package io.tscwatch.systemd.journal;

import org.apache.logging.log4j.Level;

/**
 * How urgent a line is. The journal appender knows Log4j's levels only, so syslog's notice (5) and
 * alert (1) cannot be had.
 */
public enum Priority {
  /** A fault is proven, or the daemon cannot do its work: syslog 3. */
  ERROR(3),
  /** Something should be looked at: syslog 4. */
  WARNING(4),
  /** Worth knowing: syslog 6. */
  INFO(6),
  /** For whoever looks into tscwatch itself: syslog 7. */
  DEBUG(7);

  private final int syslog;

  Priority(int syslog) {
    this.syslog = syslog;
  }

  Level level() {
    return switch (this) {
      case ERROR -> Level.ERROR;
      case WARNING -> Level.WARN;
      case INFO -> Level.INFO;
      case DEBUG -> Level.DEBUG;
    };
  }

  /** The number in sd-daemon(3)'s line prefix: {@code <4>}. */
  static int syslogOf(Level level) {
    for (Priority priority : values()) {
      if (level.isMoreSpecificThan(priority.level())) {
        return priority.syslog;
      }
    }
    return DEBUG.syslog;
  }
}
