package io.tscwatch.checks.watch;

/**
 * Told what the watch finds, by the watching thread, which waits meanwhile: whoever needs long
 * hands it over to a thread of its own. Events come in order of their sequence; the status that
 * shows their consequences comes after them.
 */
public interface WatchListener {

  /** Something happened. */
  void event(WatchEvent event);

  /** The status after a tick. */
  void status(WatchStatus status);
}
