package io.tscwatch.daemon.http;

import io.tscwatch.checks.watch.WatchEvent;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The last events, as the frames of an event stream, for every client at once. A client keeps a
 * position and no queue: however many read, and however slowly, the memory is this ring's. One that
 * falls out of it has lost events and is told so.
 *
 * <p>An id is {@code RUN-SEQUENCE}: sequences start again with every start of the daemon, and a
 * client that comes back with an id of an earlier run has to learn that.
 *
 * <p>Safe for use by many threads.
 */
final class RecentEvents {

  private final String run;
  private final byte[][] frames;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private long first = 1;
  private long newest;

  /**
   * Empty.
   *
   * @param capacity how many are kept, at least 1
   */
  RecentEvents(String run, int capacity) {
    this.run = run;
    this.frames = new byte[capacity][];
  }

  /** Calls this after every event, by the thread that adds it. */
  void onEvent(Runnable listener) {
    listeners.add(listener);
  }

  void add(WatchEvent event) {
    byte[] frame = ServerSentEvent.message(id(event.sequence()), EventDocument.bytes(event));
    synchronized (this) {
      if (newest == 0) {
        first = event.sequence();
      }
      newest = event.sequence();
      frames[index(newest)] = frame;
    }
    listeners.forEach(Runnable::run);
  }

  /** The sequence of the latest; 0 if there is none. */
  synchronized long newest() {
    return newest;
  }

  /** The sequence of the oldest that is still here; one more than the newest if none is. */
  synchronized long oldest() {
    return Math.max(first, newest - frames.length + 1);
  }

  /**
   * The frames from a position on, as many as fit, at least one.
   *
   * @return empty if there is nothing new, or if the position was {@linkplain #oldest() lost}
   */
  synchronized Frames from(long sequence, int maxBytes) {
    int bytes = 0;
    long end = sequence;
    while (sequence >= oldest() && end <= newest) {
      int length = frames[index(end)].length;
      if (bytes > 0 && bytes + length > maxBytes) {
        break;
      }
      bytes += length;
      end++;
    }
    byte[] joined = new byte[bytes];
    int at = 0;
    for (long next = sequence; next < end; next++) {
      byte[] frame = frames[index(next)];
      System.arraycopy(frame, 0, joined, at, frame.length);
      at += frame.length;
    }
    return new Frames(ByteBuffer.wrap(joined), end);
  }

  /**
   * Some frames.
   *
   * @param bytes none if there is nothing new
   * @param next the position after them
   */
  record Frames(ByteBuffer bytes, long next) {}

  String id(long sequence) {
    return run + "-" + sequence;
  }

  /**
   * The sequence in an id of this run, or a bare sequence, for people; empty for an id of another
   * run and for anything else.
   */
  OptionalLong sequence(String id) {
    String number = id.startsWith(run + "-") ? id.substring(run.length() + 1) : id;
    boolean plain = !number.isEmpty() && number.length() < 19;
    return plain && number.chars().allMatch(c -> c >= '0' && c <= '9')
        ? OptionalLong.of(Long.parseLong(number))
        : OptionalLong.empty();
  }

  private int index(long sequence) {
    return (int) (sequence % frames.length);
  }
}
