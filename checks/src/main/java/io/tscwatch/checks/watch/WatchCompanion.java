package io.tscwatch.checks.watch;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.Severity;
import java.util.List;

/**
 * Somebody who looks at the same machine in a time of his own, beside the watch. What he finds
 * counts for the verdict like the watch's own findings; what he did is told among its events.
 *
 * <p>Asked by the watching thread with every tick: answers at once, from what he knows.
 */
public interface WatchCompanion {

  /**
   * Something that he did or saw.
   *
   * @param kind what happened
   * @param severity how grave it is for a person who reads a log
   * @param sentence one line that a person understands
   */
  record News(WatchEvent.Kind kind, Severity severity, String sentence) {}

  /** What is found now; the same list again means that nothing changed. */
  List<Finding> findings();

  /** What happened since this was called last, oldest first. */
  List<News> takeNews();
}
