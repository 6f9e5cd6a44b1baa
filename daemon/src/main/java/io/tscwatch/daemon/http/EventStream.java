package io.tscwatch.daemon.http;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * One client of the event stream: a position in the {@link RecentEvents} and at most one write
 * under way. A client that reads too slowly falls out of them and is dropped, with the reason as
 * its last frame; one that does not read at all is cut off by the idle timeout.
 */
final class EventStream extends IteratingCallback {

  private static final int WRITE_BYTES = 16 * 1024;

  private final RecentEvents events;
  private final Response response;
  private final Callback callback;
  private final Consumer<EventStream> onEnd;
  private final byte[] opening;
  private long next;
  private boolean opened;
  private boolean ended;
  private volatile boolean heartbeatDue;
  private volatile boolean closing;
  private volatile boolean dropped;

  EventStream(
      RecentEvents events,
      Optional<String> lastEventId,
      Response response,
      Callback callback,
      Consumer<EventStream> onEnd) {
    this.events = events;
    this.response = response;
    this.callback = callback;
    this.onEnd = onEnd;
    OptionalLong seen =
        lastEventId.isPresent() ? events.sequence(lastEventId.get()) : OptionalLong.empty();
    boolean otherRun = lastEventId.isPresent() && seen.isEmpty();
    this.next = start(seen, otherRun);
    boolean gap = otherRun || (seen.isPresent() && seen.getAsLong() + 1 < next);
    this.opening = gap ? gapOpening(otherRun) : ServerSentEvent.OPENING;
  }

  private long start(OptionalLong seen, boolean otherRun) {
    if (otherRun) {
      return events.oldest();
    }
    long newest = events.newest();
    return seen.isPresent()
        ? Math.max(events.oldest(), Math.min(seen.getAsLong(), newest) + 1)
        : newest + 1;
  }

  private byte[] gapOpening(boolean otherRun) {
    String reason =
        otherRun
            ? "The daemon was started anew since that event; its history has what was before."
            : "Events between that one and the next were dropped from memory; the history has them.";
    byte[] gap = ServerSentEvent.about("gap", about(reason));
    byte[] joined = new byte[ServerSentEvent.OPENING.length + gap.length];
    System.arraycopy(ServerSentEvent.OPENING, 0, joined, 0, ServerSentEvent.OPENING.length);
    System.arraycopy(gap, 0, joined, ServerSentEvent.OPENING.length, gap.length);
    return joined;
  }

  private static byte[] about(String reason) {
    return JsonBytes.of(
        json -> {
          json.writeStartObject();
          json.writeStringField("reason", reason);
          json.writeEndObject();
        });
  }

  /** Shows the client that the stream is alive, unless it has more to read anyway. */
  void heartbeat() {
    heartbeatDue = true;
    iterate();
  }

  /** Ends the stream when the client has taken what it was sent. */
  void end() {
    closing = true;
    iterate();
  }

  /** Whether it ended because the client was too slow. */
  boolean wasDropped() {
    return dropped;
  }

  @Override
  protected Action process() {
    if (ended) {
      return Action.SUCCEEDED;
    }
    ByteBuffer frame = frame();
    if (!frame.hasRemaining() && !ended) {
      return Action.IDLE;
    }
    response.write(ended, frame, this);
    return Action.SCHEDULED;
  }

  private ByteBuffer frame() {
    if (!opened) {
      opened = true;
      return ByteBuffer.wrap(opening);
    }
    if (next < events.oldest()) {
      dropped = true;
      ended = true;
      return ByteBuffer.wrap(
          ServerSentEvent.about(
              "dropped", about("This client reads more slowly than events come; it lost some.")));
    }
    RecentEvents.Frames frames = events.from(next, WRITE_BYTES);
    if (frames.bytes().hasRemaining()) {
      next = frames.next();
      heartbeatDue = false;
      return frames.bytes();
    }
    if (closing) {
      ended = true;
    } else if (heartbeatDue) {
      heartbeatDue = false;
      return ByteBuffer.wrap(ServerSentEvent.HEARTBEAT);
    }
    return frames.bytes();
  }

  @Override
  protected void onCompleteSuccess() {
    onEnd.accept(this);
    callback.succeeded();
  }

  @Override
  protected void onCompleteFailure(Throwable cause) {
    onEnd.accept(this);
    callback.failed(cause);
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
