package io.tscwatch.daemon.alert;

/** Told how the telling of the targets goes, by their threads; may log, must not wait. */
public interface AlertListener {

  /**
   * A target cannot be told, and is tried again. Said once, until it works again.
   *
   * @param target its name
   */
  void failing(String target, String why);

  /** It was told again after that; so many transitions still wait. */
  void working(String target, long pending);

  /** It would not take something, which is given up. */
  void refused(String target, String why);
}
