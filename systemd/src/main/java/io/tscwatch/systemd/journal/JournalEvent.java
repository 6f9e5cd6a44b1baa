package io.tscwatch.systemd.journal;

import java.util.Map;

/**
 * One thing to tell. Each kind is a record that knows its number, its urgency, its sentence and its
 * fields; whoever creates it decides nothing about logging.
 */
public sealed interface JournalEvent
    permits Started,
        Ready,
        Stopping,
        VerdictChanged,
        FindingRaised,
        FindingCleared,
        HostEvent,
        ClocksourceChanged,
        ClocksourceEnforced,
        EnforcementRefused,
        EnforcementYielded,
        ConfigurationReloaded,
        ConfigurationRefused,
        HistoryProblem,
        AlertProblem,
        PermissionLost,
        UnexpectedFailure {

  MessageId messageId();

  Priority priority();

  /** One line for people, complete without the fields. */
  String sentence();

  /** For machines. Empty values are left out of the journal. */
  Map<JournalField, String> fields();

  /**
   * Events that share this may be thinned out when there are too many; empty: never left out. Kept
   * to few values: a key is remembered for as long as the daemon runs.
   */
  default String floodKey() {
    return messageId().name();
  }
}
