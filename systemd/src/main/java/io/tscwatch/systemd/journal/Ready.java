package io.tscwatch.systemd.journal;

import java.util.Map;

/**
 * The first full sweep is done: there is a verdict.
 *
 * @param verdict RELIABLE, UNKNOWN or UNRELIABLE
 * @param summary what it rests on: {@code 8 CPUs agree within 31 ns}
 */
public record Ready(String verdict, String summary) implements JournalEvent {

  @Override
  public MessageId messageId() {
    return MessageId.READY;
  }

  @Override
  public Priority priority() {
    return VerdictChanged.priorityOf(verdict);
  }

  @Override
  public String sentence() {
    return "First full sweep done. The TSC is " + verdict + ": " + summary;
  }

  @Override
  public Map<JournalField, String> fields() {
    return Map.of(JournalField.VERDICT, verdict, JournalField.REASON, summary);
  }

  @Override
  public String floodKey() {
    return "";
  }
}
