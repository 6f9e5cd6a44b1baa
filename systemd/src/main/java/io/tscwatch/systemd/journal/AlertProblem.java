package io.tscwatch.systemd.journal;

import java.util.Map;

/**
 * Somebody who is to be alerted cannot be, or could be again.
 *
 * @param target the name of who it is
 * @param solved true if the target is told again
 * @param problem what is, or was, wrong; and what is done about it
 */
public record AlertProblem(String target, boolean solved, String problem) implements JournalEvent {

  @Override
  public MessageId messageId() {
    return MessageId.ALERT_PROBLEM;
  }

  @Override
  public Priority priority() {
    return solved ? Priority.INFO : Priority.WARNING;
  }

  @Override
  public String sentence() {
    return "Alerts to " + target + ": " + problem;
  }

  @Override
  public Map<JournalField, String> fields() {
    return Map.of(JournalField.TARGET, target, JournalField.REASON, problem);
  }
}
