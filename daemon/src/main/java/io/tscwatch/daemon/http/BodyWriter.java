package io.tscwatch.daemon.http;

import java.nio.ByteBuffer;
import java.util.Iterator;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * Sends a body in parts, each when the client has taken the one before. No thread waits for a slow
 * client, and no more than a part is held for it.
 */
final class BodyWriter extends IteratingCallback {

  private final Iterator<ByteBuffer> parts;
  private final Response response;
  private final Callback callback;
  private boolean ended;

  private BodyWriter(Iterator<ByteBuffer> parts, Response response, Callback callback) {
    this.parts = parts;
    this.response = response;
    this.callback = callback;
  }

  /** Sends all parts and completes the callback. */
  static void send(Iterator<ByteBuffer> parts, Response response, Callback callback) {
    new BodyWriter(parts, response, callback).iterate();
  }

  @Override
  protected Action process() {
    if (ended) {
      return Action.SUCCEEDED;
    }
    ByteBuffer part = parts.hasNext() ? parts.next() : ByteBuffer.allocate(0);
    ended = !parts.hasNext();
    response.write(ended, part, this);
    return Action.SCHEDULED;
  }

  @Override
  protected void onCompleteSuccess() {
    callback.succeeded();
  }

  @Override
  protected void onCompleteFailure(Throwable cause) {
    callback.failed(cause);
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  /**
   * A document cut into pieces: the JDK keeps a direct buffer as large as the largest write, in
   * each thread, for ever.
   */
  static Iterator<ByteBuffer> pieces(ByteBuffer document, int pieceBytes) {
    ByteBuffer rest = document.duplicate();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rest.hasRemaining();
      }

      @Override
      public ByteBuffer next() {
        int length = Math.min(pieceBytes, rest.remaining());
        ByteBuffer piece = rest.slice(rest.position(), length);
        rest.position(rest.position() + length);
        return piece;
      }
    };
  }
}
