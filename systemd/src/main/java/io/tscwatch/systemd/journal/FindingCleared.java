package io.tscwatch.systemd.journal;

import java.util.Map;

/**
 * Something that was found is there no more.
 *
 * @param code the finding's code
 * @param cpus the CPUs it was about, as the kernel writes lists; empty: the machine
 * @param sentence what was found, and since when it is gone
 */
public record FindingCleared(String code, String cpus, String sentence) implements JournalEvent {

  @Override
  public MessageId messageId() {
    return MessageId.FINDING_CLEARED;
  }

  @Override
  public Priority priority() {
    return Priority.INFO;
  }

  @Override
  public Map<JournalField, String> fields() {
    return Map.of(JournalField.FINDING, code, JournalField.CPU, cpus);
  }

  @Override
  public String floodKey() {
    return messageId().name() + " " + code;
  }
}
