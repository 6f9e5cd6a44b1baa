package io.tscwatch.systemd.journal;

import java.util.Map;

/**
 * A source of evidence that could be read before cannot be read any more.
 *
 * @param path the file or device
 * @param reason errno's text, and which part of the verdict is missing for it
 */
public record PermissionLost(String path, String reason) implements JournalEvent {

  @Override
  public MessageId messageId() {
    return MessageId.PERMISSION_LOST;
  }

  @Override
  public Priority priority() {
    return Priority.WARNING;
  }

  @Override
  public String sentence() {
    return path + " can no longer be read: " + reason;
  }

  @Override
  public Map<JournalField, String> fields() {
    return Map.of(JournalField.PATH, path, JournalField.REASON, reason);
  }
}
