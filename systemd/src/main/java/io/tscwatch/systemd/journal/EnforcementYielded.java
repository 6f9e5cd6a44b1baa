package io.tscwatch.systemd.journal;

import java.util.Map;

/**
 * Somebody chose a clocksource while enforcement would have chosen another: his choice stands.
 *
 * @param before the clocksource until now
 * @param clocksource the clocksource from now on
 * @param reason why it is respected
 */
public record EnforcementYielded(String before, String clocksource, String reason)
    implements JournalEvent {

  @Override
  public MessageId messageId() {
    return MessageId.ENFORCEMENT_YIELDED;
  }

  @Override
  public Priority priority() {
    return Priority.WARNING;
  }

  @Override
  public String sentence() {
    return "The clocksource was changed from "
        + before
        + " to "
        + clocksource
        + ", not by tscwatch: "
        + reason;
  }

  @Override
  public Map<JournalField, String> fields() {
    return Map.of(
        JournalField.CLOCKSOURCE_BEFORE, before,
        JournalField.CLOCKSOURCE, clocksource,
        JournalField.REASON, reason);
  }
}
