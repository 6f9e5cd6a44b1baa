package io.tscwatch.systemd.journal;

import java.util.Map;

/**
 * The daemon started and begins its first full sweep.
 *
 * @param version tscwatch's version
 * @param mode what enforce.mode says (off, advise or act), or simulate
 * @param what what is watched, for the sentence: {@code 8 CPUs of this host}
 */
public record Started(String version, String mode, String what) implements JournalEvent {

  @Override
  public MessageId messageId() {
    return MessageId.STARTED;
  }

  @Override
  public Priority priority() {
    return Priority.INFO;
  }

  @Override
  public String sentence() {
    return "tscwatch " + version + " started in mode " + mode + ", watching " + what + ".";
  }

  @Override
  public Map<JournalField, String> fields() {
    return Map.of(JournalField.VERSION, version, JournalField.MODE, mode);
  }

  @Override
  public String floodKey() {
    return "";
  }
}
