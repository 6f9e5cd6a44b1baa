package io.tscwatch.daemon.klog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One kernel message of {@code journalctl -o json}; see systemd.journal-fields(7) and, for the
 * format, "Journal JSON Format" of systemd.io.
 *
 * @param message the message, which has no prefix there
 * @param bootNanos time since boot, from the source's own clock if the entry has that
 */
record JournalEntry(String message, OptionalLong bootNanos) {

  private static final JsonFactory JSON = new JsonFactory();

  /** What is read of an entry; other fields are skipped. */
  private static final class Fields {
    private Optional<String> message = Optional.empty();
    private Optional<String> transport = Optional.empty();
    private Optional<String> identifier = Optional.empty();
    private OptionalLong sourceMicros = OptionalLong.empty();
    private OptionalLong journalMicros = OptionalLong.empty();
  }

  /** The entry in this JSON object; empty if it is none, or not the kernel's. */
  static Optional<JournalEntry> parse(String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      Fields fields = new Fields();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        read(name, parser, fields);
      }
      return entry(fields);
    } catch (IOException e) {
      // Not JSON after all, or cut off: such a line says nothing.
      return Optional.empty();
    }
  }

  private static void read(String name, JsonParser parser, Fields fields) throws IOException {
    switch (name) {
      case "MESSAGE" -> fields.message = text(parser);
      case "_TRANSPORT" -> fields.transport = text(parser);
      case "SYSLOG_IDENTIFIER" -> fields.identifier = text(parser);
      case "_SOURCE_MONOTONIC_TIMESTAMP" -> fields.sourceMicros = micros(parser);
      case "__MONOTONIC_TIMESTAMP" -> fields.journalMicros = micros(parser);
      default -> parser.skipChildren();
    }
  }

  /** A string; or an array of byte values, where it is not printable UTF-8; else empty. */
  private static Optional<String> text(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return Optional.of(parser.getText());
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return Optional.empty();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        bytes.write(parser.getIntValue());
      } else {
        parser.skipChildren();
      }
    }
    return Optional.of(bytes.toString(StandardCharsets.UTF_8));
  }

  private static OptionalLong micros(JsonParser parser) throws IOException {
    String digits = text(parser).orElse("");
    return digits.matches("\\d{1,15}")
        ? OptionalLong.of(Long.parseLong(digits))
        : OptionalLong.empty();
  }

  private static Optional<JournalEntry> entry(Fields fields) {
    // --output-fields may have left the transport out; then the identifier decides, if it is there.
    boolean kernel =
        fields.transport.or(() -> fields.identifier).map("kernel"::equals).orElse(true);
    OptionalLong micros =
        fields.sourceMicros.isPresent() ? fields.sourceMicros : fields.journalMicros;
    return fields
        .message
        .filter(message -> kernel)
        .map(message -> new JournalEntry(message, nanos(micros)));
  }

  private static OptionalLong nanos(OptionalLong micros) {
    return micros.isPresent() ? OptionalLong.of(micros.getAsLong() * 1000) : micros;
  }
}
