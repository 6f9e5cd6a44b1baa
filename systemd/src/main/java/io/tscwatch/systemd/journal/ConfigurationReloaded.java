package io.tscwatch.systemd.journal;

import java.util.Map;

/**
 * The settings were read again and hold from now on.
 *
 * @param path the file they come from
 * @param changes what changed: {@code max-skew 1 us -> 500 ns}; {@code nothing changed}
 */
public record ConfigurationReloaded(String path, String changes) implements JournalEvent {

  @Override
  public MessageId messageId() {
    return MessageId.CONFIGURATION_RELOADED;
  }

  @Override
  public Priority priority() {
    return Priority.INFO;
  }

  @Override
  public String sentence() {
    return "Settings reloaded from " + path + ": " + changes;
  }

  @Override
  public Map<JournalField, String> fields() {
    return Map.of(JournalField.PATH, path, JournalField.REASON, changes);
  }
}
