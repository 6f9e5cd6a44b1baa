package io.tscwatch.daemon.status;

import io.tscwatch.daemon.ExitCode;
import io.tscwatch.daemon.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Reads {@code /v1/status}. By HttpURLConnection: the JDK's HttpClient starts threads and loads 500
 * classes for one request, and a socket of our own would know neither https nor a proxy.
 */
public final class StatusClient {

  private static final int CONNECT_MILLIS = 3_000;
  private static final int READ_MILLIS = 10_000;

  /** That of 2048 CPUs is 1.3 MB. */
  private static final int MOST_BYTES = 64 << 20;

  private StatusClient() {}

  /**
   * What a daemon answers.
   *
   * @param base its address, without a path
   * @throws Failure if none answers, or not as tscwatch does
   */
  public static byte[] read(URI base) {
    URI uri = base.resolve("/v1/status");
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      get(uri, body -> bytes.writeBytes(body.readNBytes(MOST_BYTES)));
      return bytes.toByteArray();
    } catch (IOException e) {
      throw noAnswer(base, e);
    }
  }

  /**
   * Copies what a daemon answers at a path, however large it is: the matrix of 2048 CPUs is 100 MB.
   *
   * @param path with its query
   * @throws Failure as above, also if the output cannot be written
   */
  public static void copy(URI base, String path, OutputStream out) {
    try {
      get(base.resolve(path), body -> body.transferTo(out));
      out.flush();
    } catch (IOException e) {
      throw noAnswer(base, e);
    }
  }

  private static Failure noAnswer(URI base, IOException thrown) {
    return new Failure(
        ExitCode.UNAVAILABLE,
        "no daemon answers at "
            + base
            + " ("
            + thrown.getMessage()
            + "); is it running? systemctl status tscwatch, or tscwatch daemon");
  }

  /** Takes what was answered. */
  private interface Taker {
    void take(InputStream body) throws IOException;
  }

  private static void get(URI uri, Taker taker) throws IOException {
    if (!(uri.toURL().openConnection() instanceof HttpURLConnection connection)) {
      throw new Failure(ExitCode.USAGE, "--url has to begin with http:// or https://");
    }
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("Accept", "application/json");
    try {
      int code = connection.getResponseCode();
      if (code != HttpURLConnection.HTTP_OK) {
        throw refused(uri, code, connection);
      }
      try (InputStream body = connection.getInputStream()) {
        taker.take(body);
      }
    } finally {
      connection.disconnect();
    }
  }

  /** A daemon that has measured nothing yet is there, and what it says is UNKNOWN. */
  private static Failure refused(URI uri, int code, HttpURLConnection connection)
      throws IOException {
    String detail = "status " + code;
    try (InputStream body = connection.getErrorStream()) {
      if (body != null) {
        detail = detail(body.readNBytes(1 << 16), detail);
      }
    }
    boolean tooEarly = code == HttpURLConnection.HTTP_UNAVAILABLE;
    return new Failure(
        tooEarly ? ExitCode.UNKNOWN : ExitCode.UNAVAILABLE, uri + " answers: " + detail);
  }

  private static String detail(byte[] body, String otherwise) {
    try {
      return JsonObject.parse(body).text("detail").orElse(otherwise);
    } catch (IOException e) {
      // Not ours: some other server's page.
      return otherwise;
    }
  }
}
