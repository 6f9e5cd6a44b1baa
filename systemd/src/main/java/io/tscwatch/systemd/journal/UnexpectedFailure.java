package io.tscwatch.systemd.journal;

import java.util.Map;

/**
 * Something went wrong inside tscwatch that should never happen.
 *
 * @param sentence what was being done, and what became of it
 * @param cause its stack trace goes to the journal's STACKTRACE field
 */
public record UnexpectedFailure(String sentence, Throwable cause) implements JournalEvent {

  @Override
  public MessageId messageId() {
    return MessageId.UNEXPECTED_FAILURE;
  }

  @Override
  public Priority priority() {
    return Priority.ERROR;
  }

  @Override
  public Map<JournalField, String> fields() {
    return Map.of(JournalField.REASON, cause.toString());
  }

  /** By kind of error, so that one that repeats cannot hide another. */
  @Override
  public String floodKey() {
    return messageId().name() + " " + cause.getClass().getName();
  }
}
