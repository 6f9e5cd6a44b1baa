package io.tscwatch.checks.record;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads one record file. Names in the archive are compared, never used as paths; sizes that the
 * archive declares are not believed.
 */
final class RecordReader {

  /** Twice as many entries as any version has written. */
  private static final int MAX_ENTRIES = 64;

  private static final int SHOWN_NAME_CHARS = 40;

  private final Path file;

  RecordReader(Path file) {
    this.file = file;
  }

  Recording read() throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (!Files.isRegularFile(file)) {
      throw new InvalidRecordException(file, "not a regular file");
    }
    if (Files.size(file) > RecordFile.MAX_FILE_BYTES) {
      throw new InvalidRecordException(
          file, "larger than " + RecordFile.MAX_FILE_BYTES + " bytes, as no record is");
    }
    if (!Files.isReadable(file)) {
      throw new InvalidRecordException(file, "permission denied");
    }
    Map<String, byte[]> entries = unpack();
    Manifest manifest = manifest(entries);
    requireAsInManifest(manifest, entries);
    Map<String, String> options = options(text(RecordFile.OPTIONS, entries));
    Tapes tapes =
        Tapes.from(
            new Tapes.Source<IOException>() {
              @Override
              public <V> Tape<V> tape(Section<V> section) throws IOException {
                String entry = section.entry();
                return decode(entry, text(entry, entries), text -> Tape.parse(section, text));
              }
            });
    return new Recording(manifest.tscwatchVersion(), manifest.origin(), options, tapes);
  }

  private Map<String, byte[]> unpack() throws IOException {
    Map<String, byte[]> entries = new HashMap<>();
    long left = RecordFile.MAX_TOTAL_BYTES;
    try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
      if (zip.size() > MAX_ENTRIES) {
        throw new InvalidRecordException(file, "not a record: it has " + zip.size() + " entries");
      }
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        byte[] content = unpack(zip, entry, Math.min(left, RecordFile.MAX_ENTRY_BYTES));
        left -= content.length;
        if (entries.put(entry.getName(), content) != null) {
          throw new InvalidRecordException(file, "entry " + shown(entry.getName()) + " twice");
        }
      }
    } catch (InvalidRecordException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      // ZipException, EOFException; older JDKs throw IllegalArgumentException for a malformed name.
      throw new InvalidRecordException(
          file, "not a ZIP archive, or a damaged one: " + e.getMessage(), e);
    }
    return entries;
  }

  private byte[] unpack(ZipFile zip, ZipEntry entry, long maxBytes) throws IOException {
    String name = shown(entry.getName());
    try (InputStream in = zip.getInputStream(entry)) {
      if (in == null) {
        throw new InvalidRecordException(file, "entry " + name + " cannot be read");
      }
      byte[] content = in.readNBytes((int) maxBytes + 1);
      if (content.length > maxBytes) {
        throw new InvalidRecordException(file, "entry " + name + " is too large when unpacked");
      }
      return content;
    } catch (InvalidRecordException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidRecordException(file, "entry " + name + " is damaged: " + e.getMessage(), e);
    }
  }

  private Manifest manifest(Map<String, byte[]> entries) throws IOException {
    if (!entries.containsKey(Manifest.ENTRY)) {
      throw new InvalidRecordException(
          file, "not a record of tscwatch: it has no " + Manifest.ENTRY);
    }
    return decode(Manifest.ENTRY, text(Manifest.ENTRY, entries), Manifest::parse);
  }

  private void requireAsInManifest(Manifest manifest, Map<String, byte[]> entries)
      throws IOException {
    for (Map.Entry<String, Manifest.Sum> expected : manifest.entries().entrySet()) {
      byte[] content = entries.get(expected.getKey());
      String name = shown(expected.getKey());
      if (content == null) {
        throw new InvalidRecordException(file, "entry " + name + " is missing");
      }
      if (!expected.getValue().equals(Manifest.Sum.of(content))) {
        throw new InvalidRecordException(
            file, "entry " + name + " was changed: it does not match its SHA-256");
      }
    }
    for (String name : entries.keySet()) {
      if (!name.equals(Manifest.ENTRY) && !manifest.entries().containsKey(name)) {
        throw new InvalidRecordException(
            file, "entry " + shown(name) + " does not belong into a record");
      }
    }
  }

  private String text(String name, Map<String, byte[]> entries) throws IOException {
    byte[] content = entries.get(name);
    if (content == null) {
      throw new InvalidRecordException(file, "entry " + name + " is missing");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidRecordException(file, "entry " + name + " is not UTF-8 text", e);
    }
  }

  private Map<String, String> options(String text) throws IOException {
    return decode(
        RecordFile.OPTIONS,
        text,
        whole -> {
          Map<String, String> options = new LinkedHashMap<>();
          for (Line line : Line.parse(whole)) {
            FieldReader fields = new FieldReader(line.fields());
            options.put(fields.text(), fields.text());
            fields.end();
          }
          return options;
        });
  }

  private <V> V decode(String entry, String text, Function<String, V> parse) throws IOException {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidRecordException(file, entry + ": " + e.getMessage(), e);
    }
  }

  /**
   * A name from an archive that anybody may have made: short, and nothing that moves a terminal.
   */
  private static String shown(String name) {
    String visible = name.replaceAll("[^ -~]", "?");
    return visible.length() <= SHOWN_NAME_CHARS
        ? visible
        : visible.substring(0, SHOWN_NAME_CHARS) + "...";
  }
}
