package io.tscwatch.systemd.journal;

import java.util.Map;

/**
 * With {@code enforce.mode: act} the daemon itself chose another clocksource.
 *
 * @param before the clocksource until now
 * @param clocksource the clocksource from now on, read back after writing
 * @param reason the finding that called for it
 */
public record ClocksourceEnforced(String before, String clocksource, String reason)
    implements JournalEvent {

  @Override
  public MessageId messageId() {
    return MessageId.CLOCKSOURCE_ENFORCED;
  }

  @Override
  public Priority priority() {
    return Priority.WARNING;
  }

  @Override
  public String sentence() {
    return "tscwatch switched the clocksource from "
        + before
        + " to "
        + clocksource
        + ": "
        + reason;
  }

  @Override
  public Map<JournalField, String> fields() {
    return Map.of(
        JournalField.CLOCKSOURCE_BEFORE, before,
        JournalField.CLOCKSOURCE, clocksource,
        JournalField.REASON, reason);
  }

  @Override
  public String floodKey() {
    return "";
  }
}
