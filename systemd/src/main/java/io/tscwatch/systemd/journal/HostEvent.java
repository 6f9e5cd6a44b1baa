package io.tscwatch.systemd.journal;

import java.util.Map;

/**
 * Something happened to the machine that is no fault of the TSC, and that explains what is seen
 * next.
 *
 * @param kind what happened
 * @param cpus the CPUs it happened to, as the kernel writes lists; empty: the machine
 * @param sentence what happened, when, and what tscwatch does about it
 * @param evidence how it was noticed; for a kernel message the line itself
 */
public record HostEvent(Kind kind, String cpus, String sentence, String evidence)
    implements JournalEvent {

  /** What can happen to a machine. */
  public enum Kind {
    /** Suspended and resumed. */
    SUSPENDED(MessageId.HOST_SUSPENDED, Priority.INFO),
    /** A guest was migrated, paused or restored from a snapshot. */
    DISRUPTED(MessageId.GUEST_DISRUPTED, Priority.WARNING),
    /** The wall clock was set. */
    CLOCK_SET(MessageId.CLOCK_SET, Priority.INFO),
    /** CPUs went online or offline. */
    HOTPLUG(MessageId.CPU_HOTPLUG, Priority.INFO),
    /** The kernel said something about its clocks. */
    KERNEL_MESSAGE(MessageId.KERNEL_MESSAGE, Priority.WARNING),
    /** Sweeps get too little CPU time to finish. */
    STARVED(MessageId.PROBE_STARVED, Priority.WARNING);

    private final MessageId messageId;
    private final Priority priority;

    Kind(MessageId messageId, Priority priority) {
      this.messageId = messageId;
      this.priority = priority;
    }
  }

  @Override
  public MessageId messageId() {
    return kind.messageId;
  }

  @Override
  public Priority priority() {
    return kind.priority;
  }

  @Override
  public Map<JournalField, String> fields() {
    return Map.of(JournalField.CPU, cpus, JournalField.EVIDENCE, evidence);
  }
}
