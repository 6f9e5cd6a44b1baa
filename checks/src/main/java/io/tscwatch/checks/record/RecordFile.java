package io.tscwatch.checks.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A recording as a file: a ZIP archive of UTF-8 text that any unpacker opens. The same recording
 * always gives the same bytes.
 */
public final class RecordFile {

  static final String README = "README.txt";
  static final String OPTIONS = "options.txt";

  /** No entry may be larger, unpacked. */
  static final long MAX_ENTRY_BYTES = 64L << 20;

  /** All entries together may not be larger, unpacked. */
  static final long MAX_TOTAL_BYTES = 128L << 20;

  /** The archive itself may not be larger. */
  static final long MAX_FILE_BYTES = 64L << 20;

  /** ZIP has no time before; a real one would make two equal recordings differ. */
  private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private RecordFile() {}

  /** What becomes of a file that is already there. */
  public enum IfPresent {
    REFUSE,
    REPLACE
  }

  /**
   * Writes a recording: under another name in the same folder first, then renamed, so that no
   * reader ever sees half of it and a failure leaves what was there before.
   *
   * @throws FileAlreadyExistsException if the file is there and must not be replaced
   * @throws IOException if it cannot be written, or is larger than {@link #open} would accept
   */
  public static void write(Path file, Recording recording, IfPresent ifPresent) throws IOException {
    requireAbsent(file, ifPresent);
    byte[] archive = archive(file, entries(recording));
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + " is not the name of a file");
    }
    byte[] unique = new byte[8];
    new SecureRandom().nextBytes(unique);
    Path beside =
        folder.resolve("." + file.getFileName() + "." + HexFormat.of().formatHex(unique) + ".tmp");
    try {
      // Not Files.createTempFile: its mode 0600 would keep other users from replaying the record.
      try (FileChannel channel =
          FileChannel.open(beside, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        OutputStream out = Channels.newOutputStream(channel);
        out.write(archive);
        channel.force(true);
      }
      requireAbsent(file, ifPresent);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static void requireAbsent(Path file, IfPresent ifPresent) throws IOException {
    if (ifPresent == IfPresent.REFUSE && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(file.toString());
    }
  }

  /**
   * Reads a recording, checks all of it, and trusts nothing in it.
   *
   * @throws InvalidRecordException if the file is no record, is damaged, or is of a newer format
   * @throws IOException if the file cannot be read
   */
  public static Recording open(Path file) throws IOException {
    return new RecordReader(file).read();
  }

  private static Map<String, String> entries(Recording recording) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(OPTIONS, optionsText(recording.options()));
    for (Tape<?> tape : recording.tapes().all()) {
      texts.put(tape.section().entry(), tape.text());
    }
    Map<String, String> withReadme = new LinkedHashMap<>();
    withReadme.put(README, readme(recording));
    withReadme.putAll(texts);
    Map<String, Manifest.Sum> sums = new LinkedHashMap<>();
    withReadme.forEach(
        (name, text) -> sums.put(name, Manifest.Sum.of(text.getBytes(StandardCharsets.UTF_8))));
    Map<String, String> all = new LinkedHashMap<>();
    all.put(
        Manifest.ENTRY, new Manifest(recording.tscwatchVersion(), recording.origin(), sums).text());
    all.putAll(withReadme);
    return all;
  }

  private static String optionsText(Map<String, String> options) {
    StringBuilder text = new StringBuilder("# what the check was asked to do\n# option, value\n");
    options.forEach((name, value) -> Line.of(name, value).appendTo(text));
    return text.toString();
  }

  private static String readme(Recording recording) {
    StringBuilder text =
        new StringBuilder(
            """
            This is a record of what tscwatch read from a machine to judge its time stamp counters.
            Judge it again with

                tscwatch check --replay FILE

            It holds plain text, and nothing but what is named here. There are no host names,
            addresses, users, serial numbers or process lists in it.

            """);
    text.append(Manifest.ENTRY).append(": versions, sizes and SHA-256 sums of all entries\n");
    text.append(OPTIONS).append(": the options of the check, such as its limits\n");
    for (Tape<?> tape : recording.tapes().all()) {
      text.append(tape.section().entry()).append(": ").append(tape.section().contents());
      text.append(" (").append(tape.answers().size()).append(" lines)\n");
    }
    return text.toString();
  }

  private static byte[] archive(Path file, Map<String, String> texts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long total = 0;
    try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
      for (Map.Entry<String, String> text : texts.entrySet()) {
        byte[] content = text.getValue().getBytes(StandardCharsets.UTF_8);
        total += content.length;
        if (content.length > MAX_ENTRY_BYTES || total > MAX_TOTAL_BYTES) {
          throw new IOException(
              file + ": the record would be too large: " + text.getKey() + " ends at " + total);
        }
        ZipEntry entry = new ZipEntry(text.getKey());
        entry.setTimeLocal(ENTRY_TIME);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
      }
    }
    if (bytes.size() > MAX_FILE_BYTES) {
      throw new IOException(file + ": the record would be too large: " + bytes.size() + " bytes");
    }
    return bytes.toByteArray();
  }
}
