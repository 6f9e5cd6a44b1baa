package io.tscwatch.systemd.notify;

/** What became of a notification. No failure here may stop a daemon; it is worth a log line. */
public sealed interface NotifyOutcome {

  /** The kernel queued the datagram for the service manager. */
  record Sent() implements NotifyOutcome {}

  /** No service manager asked to be told: nothing was sent, and nothing is wrong. */
  record NobodyListens() implements NotifyOutcome {}

  /**
   * The datagram could not be sent.
   *
   * @param problem one sentence with the address and errno's text
   */
  record Failed(String problem) implements NotifyOutcome {}
}
