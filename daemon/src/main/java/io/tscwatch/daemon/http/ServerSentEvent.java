package io.tscwatch.daemon.http;

import java.nio.charset.StandardCharsets;

/**
 * Frames of an event stream: the lines of the HTML Standard, section "Server-sent events", each
 * frame ended by an empty line. JSON without line feeds fits into one data line.
 */
final class ServerSentEvent {

  /** What a client sees first; it should come back two seconds after it lost the stream. */
  static final byte[] OPENING = utf8("retry: 2000\n: tscwatch events\n\n");

  /** A comment, which clients ignore: shows both sides that the other is there. */
  static final byte[] HEARTBEAT = utf8(": alive\n\n");

  private ServerSentEvent() {}

  /** What happened; of no type, so that a browser's {@code onmessage} gets it. */
  static byte[] message(String id, byte[] json) {
    return utf8("id: " + id + "\ndata: " + new String(json, StandardCharsets.UTF_8) + "\n\n");
  }

  /** Something about the stream itself; without an id, so that the client's position stays. */
  static byte[] about(String type, byte[] json) {
    return utf8("event: " + type + "\ndata: " + new String(json, StandardCharsets.UTF_8) + "\n\n");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
