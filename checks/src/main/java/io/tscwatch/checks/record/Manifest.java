package io.tscwatch.checks.record;

import io.tscwatch.checks.machine.Origin;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The archive's table of contents: its format, who made it, and the size and SHA-256 of every other
 * entry. Its last line is the SHA-256 of all lines above it. Digests find damage, not forgery: they
 * are no signature.
 *
 * @param entries by name, in order
 */
record Manifest(String tscwatchVersion, Origin origin, Map<String, Sum> entries) {

  /** The size and SHA-256 of an entry. */
  record Sum(long bytes, String sha256) {
    static Sum of(byte[] content) {
      return new Sum(content.length, digestOf(content));
    }
  }

  static final String ENTRY = "manifest.txt";

  /** Raised whenever a reader of the version before could misunderstand. */
  static final long FORMAT = 1;

  private static final String TITLE = "tscwatch record";

  String text() {
    List<Line> lines = new ArrayList<>();
    lines.add(Line.of("format", Long.toString(FORMAT)));
    lines.add(Line.of("tscwatch", tscwatchVersion));
    lines.add(Line.of("origin", origin.kind().name(), origin.label()));
    entries.forEach(
        (name, sum) -> lines.add(Line.of("entry", name, Long.toString(sum.bytes()), sum.sha256())));
    StringBuilder text = new StringBuilder(TITLE).append('\n');
    lines.forEach(line -> line.appendTo(text));
    String above = text.toString();
    Line.of("digest", digestOf(above.getBytes(StandardCharsets.UTF_8))).appendTo(text);
    return text.toString();
  }

  /**
   * Reads a manifest.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static Manifest parse(String text) {
    if (!text.startsWith(TITLE + "\n")) {
      throw new IllegalArgumentException("it does not begin with '" + TITLE + "'");
    }
    List<Line> lines = Line.parse(text.substring(TITLE.length() + 1));
    if (lines.size() < 4) {
      throw new IllegalArgumentException("it ends too early");
    }
    // First of all: of a newer format, nothing else can be expected to be as it is here.
    long format = named("format", lines.get(0)).number();
    if (format > FORMAT) {
      throw new IllegalArgumentException(
          "made by a newer tscwatch: format " + format + ", and this one reads up to " + FORMAT);
    }
    if (format < 1) {
      throw new IllegalArgumentException("there is no format " + format);
    }
    int digestAt = text.lastIndexOf("digest\t");
    String digest = named("digest", lines.get(lines.size() - 1)).text();
    if (digestAt < 0
        || !digest.equals(digestOf(text.substring(0, digestAt).getBytes(StandardCharsets.UTF_8)))
        || !text.endsWith("\t" + digest + "\n")) {
      throw new IllegalArgumentException("it does not match its own digest");
    }
    String version = named("tscwatch", lines.get(1)).text();
    FieldReader originFields = named("origin", lines.get(2));
    Origin origin = new Origin(Origin.Kind.valueOf(originFields.text()), originFields.text());
    Map<String, Sum> entries = new LinkedHashMap<>();
    for (Line line : lines.subList(3, lines.size() - 1)) {
      FieldReader fields = named("entry", line);
      String name = fields.text();
      if (entries.put(name, new Sum(fields.number(), fields.text())) != null) {
        throw new IllegalArgumentException("entry " + name + " twice");
      }
    }
    return new Manifest(version, origin, entries);
  }

  private static FieldReader named(String name, Line line) {
    FieldReader fields = new FieldReader(line.fields());
    String found = fields.text();
    if (!found.equals(name)) {
      throw new IllegalArgumentException("'" + found + "' where '" + name + "' should be");
    }
    return fields;
  }

  static String digestOf(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      // "Every implementation of the Java platform is required to support" it (MessageDigest).
      throw new IllegalStateException(e);
    }
  }
}
