package io.tscwatch.daemon.kvm;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.tscwatch.checks.kvm.migration.MigrationRecord;
import io.tscwatch.checks.kvm.migration.TscScale;
import io.tscwatch.daemon.ExitCode;
import io.tscwatch.daemon.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A record of a migration as a file: one flat JSON object. Numbers may be strings, and are written
 * so where they can pass 2^53; unknown fields are left alone, so that others may add their own.
 */
final class RecordFile {

  /** Far more than a record needs; a file that is larger is something else. */
  private static final long LARGEST_BYTES = 64 * 1024;

  private static final String HOST_TSC = "hostTscCycles";
  private static final String REALTIME = "realtimeNanos";
  private static final String GUEST_TSC = "guestTscCycles";
  private static final String KILOHERTZ = "tscKilohertz";
  private static final String KVMCLOCK = "kvmclockNanos";
  private static final String RATIO = "tscScaleRatio";
  private static final String FRACTION_BITS = "tscScaleFractionBits";

  private final Path path;
  private final Map<String, String> fields;

  private RecordFile(Path path, Map<String, String> fields) {
    this.path = path;
    this.fields = fields;
  }

  /**
   * Reads a record.
   *
   * @throws Failure if the file cannot be read or is no record; it names the field
   */
  static MigrationRecord read(Path path) {
    String text;
    try {
      if (Files.size(path) > LARGEST_BYTES) {
        throw new Failure(ExitCode.INVALID_INPUT, path + ": too large for a record");
      }
      text = Files.readString(path, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Failure(ExitCode.NO_INPUT, path + ": cannot be read: " + e);
    }
    try (JsonParser parser = JsonObject.JSON.createParser(text)) {
      return new RecordFile(path, flat(parser, path)).record();
    } catch (JsonProcessingException e) {
      throw new Failure(ExitCode.INVALID_INPUT, path + ": not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new Failure(ExitCode.NO_INPUT, path + ": cannot be read: " + e);
    }
  }

  private static Map<String, String> flat(JsonParser parser, Path path) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new Failure(ExitCode.INVALID_INPUT, path + ": not a JSON object");
    }
    Map<String, String> fields = new HashMap<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_OBJECT;
        token = parser.nextToken()) {
      if (token == null) {
        throw new Failure(ExitCode.INVALID_INPUT, path + ": not JSON: it ends too early");
      }
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY) {
        parser.skipChildren();
      } else if (value != JsonToken.VALUE_NULL && fields.put(name, parser.getText()) != null) {
        throw new Failure(ExitCode.INVALID_INPUT, path + ": " + name + " occurs twice");
      }
    }
    return fields;
  }

  private MigrationRecord record() {
    long ratio = fields.containsKey(RATIO) ? unsigned(RATIO) : TscScale.NONE.ratio();
    long bits = fields.containsKey(RATIO) ? signed(FRACTION_BITS) : TscScale.NONE.fractionBits();
    try {
      return new MigrationRecord(
          unsigned(HOST_TSC),
          signed(REALTIME),
          unsigned(GUEST_TSC),
          signed(KILOHERTZ),
          signed(KVMCLOCK),
          new TscScale(ratio, Math.toIntExact(bits)));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new Failure(ExitCode.INVALID_INPUT, path + ": out-of-range: " + e.getMessage());
    }
  }

  private long unsigned(String name) {
    return number(name, Long::parseUnsignedLong, "0 to 2^64 - 1");
  }

  private long signed(String name) {
    return number(name, Long::parseLong, "an integer of 63 bits");
  }

  /** A parser of numbers. */
  private interface Parser {
    long parse(String text);
  }

  private long number(String name, Parser parser, String range) {
    String text = fields.get(name);
    if (text == null) {
      throw new Failure(ExitCode.INVALID_INPUT, path + ": missing-field: " + name);
    }
    try {
      return parser.parse(text);
    } catch (NumberFormatException e) {
      throw new Failure(
          ExitCode.INVALID_INPUT,
          path + ": not-a-number: " + name + " is '" + text + "', not " + range);
    }
  }

  /** The text of a record's file. */
  static String text(MigrationRecord record) throws IOException {
    return JsonObject.text(
        json -> {
          JsonObject.unsignedCounter(json, HOST_TSC, record.hostTscCycles());
          JsonObject.counter(json, REALTIME, record.realtimeNanos());
          JsonObject.unsignedCounter(json, GUEST_TSC, record.guestTscCycles());
          json.writeNumberField(KILOHERTZ, record.tscKilohertz());
          JsonObject.counter(json, KVMCLOCK, record.kvmclockNanos());
          if (!record.scale().equals(TscScale.NONE)) {
            JsonObject.unsignedCounter(json, RATIO, record.scale().ratio());
            json.writeNumberField(FRACTION_BITS, record.scale().fractionBits());
          }
        });
  }
}
