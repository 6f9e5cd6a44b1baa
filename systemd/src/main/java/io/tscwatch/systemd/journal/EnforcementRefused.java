package io.tscwatch.systemd.journal;

import java.util.Map;

/**
 * A clocksource was to be written, and that came to nothing.
 *
 * @param clocksource the clocksource that is in use still
 * @param wanted what was to be written
 * @param reason what the kernel said to it
 * @param evidence the line of the kernel's log; empty if there is none
 */
public record EnforcementRefused(String clocksource, String wanted, String reason, String evidence)
    implements JournalEvent {

  @Override
  public MessageId messageId() {
    return MessageId.ENFORCEMENT_REFUSED;
  }

  @Override
  public Priority priority() {
    return Priority.ERROR;
  }

  @Override
  public String sentence() {
    return "tscwatch could not switch the clocksource from "
        + clocksource
        + " to "
        + wanted
        + ": "
        + reason;
  }

  @Override
  public Map<JournalField, String> fields() {
    return Map.of(
        JournalField.CLOCKSOURCE, clocksource,
        JournalField.CLOCKSOURCE_WANTED, wanted,
        JournalField.REASON, reason,
        JournalField.EVIDENCE, evidence);
  }
}
