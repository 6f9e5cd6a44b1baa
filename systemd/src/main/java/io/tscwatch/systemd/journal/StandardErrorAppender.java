package io.tscwatch.systemd.journal;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/**
 * Writes each event as one line, in one write, so that lines of several threads do not mix.
 *
 * <p>Log4j's own pattern layout would do, at the price of a search for its plug-ins, a tenth of a
 * second at start.
 */
final class StandardErrorAppender extends AbstractAppender {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

  private final PrintStream stream;
  private final boolean withPriority;
  private final ZoneId zone;

  /**
   * @param withPriority each line starts with its syslog priority and has no time: the journal
   *     reads it and knows the time
   * @param zone the time zone of the times, without priority
   */
  StandardErrorAppender(PrintStream stream, boolean withPriority, ZoneId zone) {
    super("StandardError", null, null, true, Property.EMPTY_ARRAY);
    this.stream = stream;
    this.withPriority = withPriority;
    this.zone = zone;
  }

  @Override
  public void append(LogEvent event) {
    byte[] line = (line(event) + "\n").getBytes(StandardCharsets.UTF_8);
    stream.write(line, 0, line.length);
    stream.flush();
  }

  private String line(LogEvent event) {
    String message = printable(event.getMessage().getFormattedMessage());
    String prefix =
        withPriority
            ? "<" + Priority.syslogOf(event.getLevel()) + ">"
            : time(event.getTimeMillis()) + String.format(Locale.ROOT, " %-5s ", event.getLevel());
    return prefix + message + stackTrace(event);
  }

  private String time(long epochMillis) {
    return TIME.format(Instant.ofEpochMilli(epochMillis).atZone(zone));
  }

  /**
   * Text from elsewhere, a kernel log line perhaps, must neither fake a line nor move the cursor.
   */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  private String stackTrace(LogEvent event) {
    Throwable thrown = event.getThrown();
    if (thrown == null) {
      return "";
    }
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    String continued = withPriority ? "\n<" + Priority.syslogOf(event.getLevel()) + ">  " : "\n  ";
    return continued + text.toString().strip().replaceAll("\\R", continued);
  }
}
