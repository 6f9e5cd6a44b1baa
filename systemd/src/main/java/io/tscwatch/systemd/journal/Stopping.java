package io.tscwatch.systemd.journal;

import java.util.Map;

/**
 * The daemon is stopping.
 *
 * @param reason who or what stopped it: {@code SIGTERM}
 */
public record Stopping(String reason) implements JournalEvent {

  @Override
  public MessageId messageId() {
    return MessageId.STOPPING;
  }

  @Override
  public Priority priority() {
    return Priority.INFO;
  }

  @Override
  public String sentence() {
    return "tscwatch is stopping (" + reason + "). The TSC is not watched from now on.";
  }

  @Override
  public Map<JournalField, String> fields() {
    return Map.of(JournalField.REASON, reason);
  }

  @Override
  public String floodKey() {
    return "";
  }
}
