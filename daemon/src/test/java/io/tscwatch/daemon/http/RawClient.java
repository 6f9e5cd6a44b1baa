package io.tscwatch.daemon.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** HTTP/1.1 by hand: a client that can do wrong what real ones do right. */
final class RawClient implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;

  /**
   * An answer.
   *
   * @param headers by their names in lower case
   */
  record Answer(int status, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  Socket socket() {
    return socket;
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Reads one answer, by its length or its chunks. */
  Answer answer(boolean head) throws IOException {
    String status = line();
    Map<String, String> headers = headers();
    int code = Integer.parseInt(status.split(" ", 3)[1]);
    String body = "";
    if (!head && code != 304) {
      if (headers.containsKey("content-length")) {
        int length = Integer.parseInt(headers.get("content-length"));
        body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      } else if (headers.containsKey("transfer-encoding")) {
        body = chunks();
      } else {
        body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
    return new Answer(code, headers, body);
  }

  /** Reads the beginning of an answer, for bodies without end. */
  Answer begin() throws IOException {
    return new Answer(Integer.parseInt(line().split(" ", 3)[1]), headers(), "");
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private String chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int length = Integer.parseInt(line(), 16);
        length > 0;
        length = Integer.parseInt(line(), 16)) {
      body.write(in.readNBytes(length));
      line();
    }
    line();
    return body.toString(StandardCharsets.UTF_8);
  }

  /** One line without its end. */
  String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("closed after: " + line.toString(StandardCharsets.UTF_8));
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** Lines up to one that begins so, which is returned. */
  String lineBeginning(String prefix) throws IOException {
    String line = line();
    while (!line.startsWith(prefix)) {
      line = line();
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
