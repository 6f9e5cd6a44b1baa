package io.tscwatch.daemon.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.CRC32;

/** Documents that come with the program, beside this class. */
final class Resources {

  private Resources() {}

  /**
   * One of them, tagged by its content.
   *
   * @throws IllegalStateException if it is not there, which a test rules out
   */
  static Reply.Document document(String name, String contentType) {
    try (InputStream resource = Resources.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IllegalStateException("there is no " + name);
      }
      return tagged(contentType, resource.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A document tagged by its content. */
  static Reply.Document tagged(String contentType, byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    String tag = String.format(Locale.ROOT, "\"%x-%08x\"", bytes.length, sum.getValue());
    return Reply.Document.tagged(contentType, bytes, tag);
  }
}
