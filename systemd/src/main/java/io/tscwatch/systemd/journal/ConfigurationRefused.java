package io.tscwatch.systemd.journal;

import java.util.Map;

/**
 * The settings could not be used; the old ones stay in force.
 *
 * @param path the file they come from
 * @param problem what is wrong, with line and key
 */
public record ConfigurationRefused(String path, String problem) implements JournalEvent {

  @Override
  public MessageId messageId() {
    return MessageId.CONFIGURATION_REFUSED;
  }

  @Override
  public Priority priority() {
    return Priority.ERROR;
  }

  @Override
  public String sentence() {
    return "Settings in " + path + " refused, the old ones stay in force: " + problem;
  }

  @Override
  public Map<JournalField, String> fields() {
    return Map.of(JournalField.PATH, path, JournalField.REASON, problem);
  }
}
