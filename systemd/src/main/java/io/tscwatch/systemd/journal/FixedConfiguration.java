package io.tscwatch.systemd.journal;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.config.AbstractConfiguration;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.LoggerConfig;

/**
 * A Log4j configuration of one appender, made in code.
 *
 * <p>Nothing is read, searched for or watched: Log4j's usual start, with its search for plug-ins
 * and configuration files, is most of what it costs.
 */
final class FixedConfiguration extends AbstractConfiguration {
  private final Appender appender;
  private final Level level;
  private final Level levelOfLibraries;

  FixedConfiguration(Appender appender, Level level, Level levelOfLibraries) {
    super(null, ConfigurationSource.NULL_SOURCE);
    this.appender = appender;
    this.level = level;
    this.levelOfLibraries = levelOfLibraries;
    setName("tscwatch");
    // LoggerContext.setConfiguration() looks this host's name up unless it is here: a stack trace
    // on
    // standard error where it does not resolve, and a wait where no name server answers, which
    // none may under the unit's IPAddressDeny=any. No line of ours uses it.
    getProperties().put("hostName", "localhost");
    // The daemon's last line comes from its own shutdown hook; Log4j's would run beside it.
    isShutdownHookEnabled = false;
  }

  /** Replaces the search for plug-ins, which nothing here needs. */
  @Override
  public void initialize() {
    doConfigure();
    setState(State.INITIALIZED);
  }

  @Override
  protected void doConfigure() {
    addAppender(appender);
    getRootLogger().addAppender(appender, null, null);
    getRootLogger().setLevel(levelOfLibraries);
    addLogger(EventLog.LOGGER_NAME, new LoggerConfig(EventLog.LOGGER_NAME, level, true));
  }
}
