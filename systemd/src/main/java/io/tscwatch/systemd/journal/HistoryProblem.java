package io.tscwatch.systemd.journal;

import java.util.Map;

/**
 * The history cannot be written or read as it should; watching goes on.
 *
 * @param path the database
 * @param problem what is wrong and what was done about it, naming the file; no full stop at its end
 */
public record HistoryProblem(String path, String problem) implements JournalEvent {

  @Override
  public MessageId messageId() {
    return MessageId.HISTORY_PROBLEM;
  }

  @Override
  public Priority priority() {
    return Priority.ERROR;
  }

  @Override
  public String sentence() {
    return "History: " + problem + ". The TSC is watched all the same.";
  }

  @Override
  public Map<JournalField, String> fields() {
    return Map.of(JournalField.PATH, path, JournalField.REASON, problem);
  }
}
