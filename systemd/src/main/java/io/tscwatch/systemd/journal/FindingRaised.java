package io.tscwatch.systemd.journal;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Something was found that was not there before.
 *
 * @param code the finding's code
 * @param severity INFO, WARNING, UNKNOWN or CRITICAL
 * @param cpus the CPUs it is about, as the kernel writes lists; empty: the machine
 * @param offset the proven bounds, if it is about an offset
 * @param evidence where it was seen
 * @param sentence the finding's sentence
 * @param advice what to do; empty when there is nothing to do
 */
public record FindingRaised(
    String code,
    String severity,
    String cpus,
    Optional<OffsetNanos> offset,
    String evidence,
    String sentence,
    String advice)
    implements JournalEvent {

  @Override
  public MessageId messageId() {
    return MessageId.FINDING_RAISED;
  }

  @Override
  public Priority priority() {
    return switch (severity) {
      case "INFO" -> Priority.INFO;
      case "WARNING", "UNKNOWN" -> Priority.WARNING;
      default -> Priority.ERROR;
    };
  }

  @Override
  public Map<JournalField, String> fields() {
    Map<JournalField, String> fields = new EnumMap<>(JournalField.class);
    fields.put(JournalField.FINDING, code);
    fields.put(JournalField.SEVERITY, severity);
    fields.put(JournalField.CPU, cpus);
    fields.put(JournalField.EVIDENCE, evidence);
    fields.put(JournalField.ADVICE, advice);
    offset.ifPresent(
        bounds -> {
          fields.put(JournalField.OFFSET_NS, Long.toString(bounds.middle()));
          fields.put(JournalField.OFFSET_LOWER_NS, Long.toString(bounds.lower()));
          fields.put(JournalField.OFFSET_UPPER_NS, Long.toString(bounds.upper()));
        });
    return fields;
  }

  /** By code, so that a flood of one kind cannot hide another. */
  @Override
  public String floodKey() {
    return messageId().name() + " " + code;
  }
}
