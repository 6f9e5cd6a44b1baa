package io.tscwatch.daemon.history;

/** The history cannot be written or read now; the message is a sentence that says why. */
public final class HistoryException extends Exception {

  private static final long serialVersionUID = 1;

  /** What is to be done about it differs. */
  public enum Reason {
    /** There is no such file. */
    MISSING,
    /** The file or its folder may not be written, or not be read. */
    NO_ACCESS,
    /** What the file holds is no sound database. */
    DAMAGED,
    /** Written by a later version of tscwatch: left alone. */
    NEWER,
    /** A database of something else: left alone. */
    FOREIGN,
    /** No room is left, on the disk or below the size limit. */
    FULL,
    /** Another process holds the file. */
    BUSY,
    /** SQLite's native library cannot be loaded. */
    NO_LIBRARY,
    /** Anything else, such as an I/O error. */
    FAILED
  }

  private final Reason reason;

  HistoryException(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  HistoryException(Reason reason, String sentence, Throwable cause) {
    super(sentence, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
