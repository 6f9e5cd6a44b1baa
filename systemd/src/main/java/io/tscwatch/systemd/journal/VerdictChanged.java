package io.tscwatch.systemd.journal;

import java.util.Map;

/**
 * The verdict on the machine changed: the line that wakes people up.
 *
 * @param before the verdict until now: RELIABLE, UNKNOWN or UNRELIABLE
 * @param verdict the verdict from now on
 * @param cpus the CPUs that made it so, as the kernel writes lists; empty: the machine as a whole
 * @param finding the code of the finding that decided; empty when the last one was cleared
 * @param reason the finding's sentence, numbers and CPUs included
 * @param advice what to do now; empty when there is nothing to do
 */
public record VerdictChanged(
    String before, String verdict, String cpus, String finding, String reason, String advice)
    implements JournalEvent {

  static Priority priorityOf(String verdict) {
    return switch (verdict) {
      case "RELIABLE" -> Priority.INFO;
      case "UNKNOWN" -> Priority.WARNING;
      default -> Priority.ERROR;
    };
  }

  @Override
  public MessageId messageId() {
    return MessageId.VERDICT_CHANGED;
  }

  @Override
  public Priority priority() {
    return priorityOf(verdict);
  }

  @Override
  public String sentence() {
    String said = "The TSC is now " + verdict + " (was " + before + "): " + reason;
    return advice.isEmpty() ? said : said + " What to do: " + advice;
  }

  @Override
  public Map<JournalField, String> fields() {
    return Map.of(
        JournalField.VERDICT_BEFORE, before,
        JournalField.VERDICT, verdict,
        JournalField.CPU, cpus,
        JournalField.FINDING, finding,
        JournalField.REASON, reason,
        JournalField.ADVICE, advice);
  }

  /** Hysteresis bounds how often it can change; each change counts. */
  @Override
  public String floodKey() {
    return "";
  }
}
