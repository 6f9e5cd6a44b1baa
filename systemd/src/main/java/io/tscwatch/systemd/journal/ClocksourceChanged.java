package io.tscwatch.systemd.journal;

import java.util.Map;

/**
 * Someone, the kernel perhaps, chose another clocksource.
 *
 * @param before the clocksource until now
 * @param clocksource the clocksource from now on
 */
public record ClocksourceChanged(String before, String clocksource) implements JournalEvent {

  @Override
  public MessageId messageId() {
    return MessageId.CLOCKSOURCE_CHANGED;
  }

  @Override
  public Priority priority() {
    return Priority.WARNING;
  }

  @Override
  public String sentence() {
    return "The kernel's clocksource changed from "
        + before
        + " to "
        + clocksource
        + ", not by tscwatch.";
  }

  @Override
  public Map<JournalField, String> fields() {
    return Map.of(JournalField.CLOCKSOURCE_BEFORE, before, JournalField.CLOCKSOURCE, clocksource);
  }
}
