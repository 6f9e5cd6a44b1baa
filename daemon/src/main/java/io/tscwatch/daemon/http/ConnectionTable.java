package io.tscwatch.daemon.http;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;

/**
 * The connections that are open, so that none is held for nothing. Idle timeouts alone do not do
 * it: a client that sends a byte of its header now and then is never idle, and one that only
 * connects keeps others out for as long as the timeout.
 *
 * <p>Above the limit the one that has waited longest for its client gives way; a client that sends
 * its request at once is never that one while others dawdle. If all are being answered, the new one
 * is closed.
 *
 * <p>Safe for use by many threads.
 */
final class ConnectionTable implements Connection.Listener {

  /** An answer that takes longer is cut off: 100 MB in a minute are 1.7 MB a second. */
  private static final long ANSWER_NANOS = 60_000_000_000L;

  private final Map<Connection, State> states = new ConcurrentHashMap<>();
  private final int limit;
  private final long patienceNanos;
  private final LongSupplier nanoTime;

  /** What a connection waits for. */
  private enum Phase {
    /** The client, to send a request as a whole. */
    REQUEST,
    /** An answer, to be taken by the client. */
    ANSWER,
    /** Nothing: it is an event stream. */
    STREAM
  }

  private record State(Phase phase, long sinceNanoTime) {}

  /**
   * None yet.
   *
   * @param limit how many may be open at once, at least 2
   * @param patienceNanos how long a client may take for a request, from the connection or the
   *     answer before it on
   */
  ConnectionTable(int limit, long patienceNanos, LongSupplier nanoTime) {
    this.limit = limit;
    this.patienceNanos = patienceNanos;
    this.nanoTime = nanoTime;
  }

  @Override
  public void onOpened(Connection connection) {
    states.put(connection, new State(Phase.REQUEST, nanoTime.getAsLong()));
    if (states.size() > limit) {
      Connection loser = longestWaiting(connection).orElse(connection);
      states.remove(loser);
      loser.getEndPoint().close();
    }
  }

  private Optional<Connection> longestWaiting(Connection except) {
    long now = nanoTime.getAsLong();
    return states.entrySet().stream()
        .filter(entry -> entry.getKey() != except && entry.getValue().phase() == Phase.REQUEST)
        .max(Comparator.comparingLong(entry -> now - entry.getValue().sinceNanoTime()))
        .map(Map.Entry::getKey);
  }

  @Override
  public void onClosed(Connection connection) {
    states.remove(connection);
  }

  /** A request is there as a whole. */
  void answering(Connection connection) {
    enter(connection, Phase.ANSWER);
  }

  /** The answer is an event stream. */
  void streaming(Connection connection) {
    enter(connection, Phase.STREAM);
  }

  /** The answer is sent. */
  void answered(Connection connection) {
    enter(connection, Phase.REQUEST);
  }

  private void enter(Connection connection, Phase phase) {
    State state = new State(phase, nanoTime.getAsLong());
    // Not put: it may have been closed by now, and would stay for ever.
    states.computeIfPresent(connection, (key, old) -> state);
  }

  /** Closes those that have taken too long. */
  void closeLate() {
    long now = nanoTime.getAsLong();
    states.forEach(
        (connection, state) -> {
          long sinceNanos = now - state.sinceNanoTime();
          boolean late =
              switch (state.phase()) {
                case REQUEST -> sinceNanos > patienceNanos;
                case ANSWER -> sinceNanos > ANSWER_NANOS;
                case STREAM -> false;
              };
          if (late) {
            connection.getEndPoint().close();
          }
        });
  }

  /** How many are open. */
  int size() {
    return states.size();
  }
}
