package io.tscwatch.daemon.status;

import io.tscwatch.daemon.ExitCode;
import io.tscwatch.daemon.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Reads {@code /v1/status}. By HttpURLConnection: the JDK's HttpClient starts threads and loads 500
 * classes for one request, and a socket of our own would know neither https nor a proxy.
 */
final class StatusClient {

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
  static byte[] read(URI base) {
    URI uri = base.resolve("/v1/status");
    try {
      return get(uri);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.UNAVAILABLE,
          "no daemon answers at "
              + base
              + " ("
              + e.getMessage()
              + "); is it running? systemctl status tscwatch, or tscwatch daemon");
    }
  }

  private static byte[] get(URI uri) throws IOException {
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
        return body.readNBytes(MOST_BYTES);
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
