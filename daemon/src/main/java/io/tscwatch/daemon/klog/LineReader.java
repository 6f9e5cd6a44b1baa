package io.tscwatch.daemon.klog;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Lines of a log that may hold anything: bytes that are no UTF-8, a line without an end. Logs that
 * were rotated and compressed by gzip are read as they are.
 */
final class LineReader {

  /** What is kept of one line; a kernel message and its prefix have less than 4 KiB. */
  private static final int MAX_LINE_CHARS = 1 << 20;

  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;

  private final Reader reader;

  LineReader(InputStream in) throws IOException {
    reader = new BufferedReader(new InputStreamReader(plain(in), StandardCharsets.UTF_8));
  }

  private static InputStream plain(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in);
    buffered.mark(2);
    boolean gzip = buffered.read() == GZIP_FIRST && buffered.read() == GZIP_SECOND;
    buffered.reset();
    return gzip ? new GZIPInputStream(buffered) : buffered;
  }

  /** The next line without its end, cut to 2^20 characters; empty at the end of the log. */
  Optional<String> next() throws IOException {
    int c = reader.read();
    if (c < 0) {
      return Optional.empty();
    }
    StringBuilder line = new StringBuilder();
    for (; c >= 0 && c != '\n'; c = reader.read()) {
      if (line.length() < MAX_LINE_CHARS) {
        line.append((char) c);
      }
    }
    return Optional.of(line.toString());
  }
}
