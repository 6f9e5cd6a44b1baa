package io.tscwatch.daemon.history;

/** One form of the answer; a row is written as soon as it is known. */
interface HistoryOutput {

  void event(StoredEvent event);

  void bounds(BoundsBucket bucket);

  void rate(RateBucket bucket);

  /** Nothing more comes. */
  void end();
}
