package io.tscwatch.daemon.http;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** What a request is answered with. */
sealed interface Reply {

  /**
   * A document that is there as a whole.
   *
   * @param body read from its beginning by each who sends it
   * @param entityTag of a document that is the same until it changes, quotes included; empty for
   *     one that must not be kept
   * @param headers besides those that every answer has
   */
  record Document(
      int status,
      String contentType,
      ByteBuffer body,
      Optional<String> entityTag,
      Map<String, String> headers)
      implements Reply {

    static Document of(String contentType, byte[] bytes) {
      return new Document(200, contentType, ByteBuffer.wrap(bytes), Optional.empty(), Map.of());
    }

    static Document tagged(String contentType, byte[] bytes, String entityTag) {
      return new Document(
          200, contentType, ByteBuffer.wrap(bytes), Optional.of(entityTag), Map.of());
    }

    static Document of(Problem problem, Map<String, String> headers) {
      return new Document(
          problem.status(),
          Problem.CONTENT_TYPE,
          ByteBuffer.wrap(problem.bytes()),
          Optional.empty(),
          headers);
    }
  }

  /**
   * A document that is made while it is sent, since as a whole it would be too large.
   *
   * @param parts none of them empty
   */
  record Parts(String contentType, Iterator<byte[]> parts) implements Reply {}

  /**
   * The events from a position on, without end.
   *
   * @param lastEventId the last that the client saw; empty for new ones only
   */
  record Events(Optional<String> lastEventId) implements Reply {}
}
