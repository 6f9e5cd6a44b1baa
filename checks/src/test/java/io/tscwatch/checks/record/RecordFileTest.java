package io.tscwatch.checks.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tscwatch.checks.exchange.ExchangeRequest;
import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.checks.topology.MachineShape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFileTest {

  @TempDir private Path folder;
  private Path file;
  private Recording recording;

  @BeforeEach
  void recordASmallMachine() throws IOException {
    RecordingMachine recorder =
        new RecordingMachine(
            new SimulatedMachine(Scenario.builder("small", MachineShape.of(1, 1, 1, 2, 1)).build()),
            line -> true);
    recorder.files().read("/sys/devices/system/cpu/online");
    recorder.files().list("/sys/devices/system/cpu");
    recorder.cpuid();
    recorder.msr(0, 0x3b);
    recorder.affinity();
    recorder.kernelLog();
    recorder.kvmclockPage();
    recorder.granularity(0);
    recorder.timeSample(0);
    recorder.exchange(List.of(new ExchangeRequest(0, 1, 100_000)));
    recorder.monotonicNanos();
    recorder.realtimeNanos();
    recording = recorder.recording("0.1.0", Map.of("max-skew", "1us"));
    file = folder.resolve("small.zip");
    RecordFile.write(file, recording, RecordFile.IfPresent.REFUSE);
  }

  private static List<String> contents(Recording recording) {
    return Stream.concat(
            Stream.of(
                recording.tscwatchVersion(),
                recording.origin().toString(),
                recording.options().toString()),
            recording.tapes().all().stream().map(Tape::text))
        .toList();
  }

  private Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      zip.stream()
          .forEach(
              entry -> {
                try {
                  entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
    return entries;
  }

  /** Packs entries as anybody could, with or without a manifest that agrees. */
  private Path packed(Map<String, byte[]> entries) throws IOException {
    Path packed = folder.resolve("packed.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(packed))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return packed;
  }

  private Path forged(String name, String text) throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put(name, text.getBytes(StandardCharsets.UTF_8));
    return forged(entries);
  }

  private Path forged(Map<String, byte[]> entries) throws IOException {
    Map<String, Manifest.Sum> sums = new LinkedHashMap<>();
    entries.forEach(
        (name, content) -> {
          if (!name.equals(Manifest.ENTRY)) {
            sums.put(name, Manifest.Sum.of(content));
          }
        });
    Manifest manifest = new Manifest("0.1.0", recording.origin(), sums);
    entries.put(Manifest.ENTRY, manifest.text().getBytes(StandardCharsets.UTF_8));
    return packed(entries);
  }

  private static void assertRefused(Path record, String... parts) {
    assertThatThrownBy(() -> RecordFile.open(record))
        .isInstanceOf(InvalidRecordException.class)
        .hasMessageStartingWith(record + ": ")
        .hasMessageContainingAll(parts);
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    assertThat(contents(RecordFile.open(file))).isEqualTo(contents(recording));
  }

  @Test
  void theSameRecordingGivesTheSameBytes() throws IOException {
    Path other = folder.resolve("other.zip");
    RecordFile.write(other, recording, RecordFile.IfPresent.REFUSE);
    assertThat(other).hasSameBinaryContentAs(file);
  }

  @Test
  void itSaysWhatIsInIt() throws IOException {
    String readme = new String(entries().get("README.txt"), StandardCharsets.UTF_8);
    assertThat(readme).contains("tscwatch check --replay FILE");
    assertThat(entries().keySet())
        .allSatisfy(name -> assertThat(readme + "README.txt:").contains(name + ":"));
  }

  @Test
  void aFlipOfAnyByteIsFoundOrChangesNothing() throws IOException {
    byte[] good = Files.readAllBytes(file);
    List<String> expected = contents(recording);
    int found = 0;
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      for (int at = 0; at < good.length; at++) {
        bytes.seek(at);
        bytes.write(good[at] ^ 1 << at % Byte.SIZE);
        try {
          assertThat(contents(RecordFile.open(file))).isEqualTo(expected);
        } catch (InvalidRecordException e) {
          assertThat(e.getMessage()).startsWith(file + ": ");
          found++;
        }
        bytes.seek(at);
        bytes.write(good[at]);
      }
    }
    assertThat(found).isGreaterThan(good.length * 2 / 3);
  }

  @Test
  void everyTruncationIsFound() throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      for (long length = bytes.length() - 1; length >= 0; length--) {
        bytes.setLength(length);
        assertRefused(file, "not a ZIP archive, or a damaged one");
      }
    }
  }

  @Test
  void aChangedEntryIsNamed() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put("registers.txt", "1\t0\t59\tpresent\t7\n".getBytes(StandardCharsets.UTF_8));
    assertRefused(packed(entries), "registers.txt", "SHA-256");
  }

  @Test
  void aMissingEntryIsNamed() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.remove("exchanges.txt");
    assertRefused(packed(entries), "exchanges.txt is missing");
    assertRefused(forged(entries), "exchanges.txt is missing");
  }

  @Test
  void aForeignEntryIsNamed() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put("../../etc/passwd\u001b[31m", new byte[0]);
    assertRefused(packed(entries), "../../etc/passwd?[31m does not belong");
  }

  @Test
  void anotherZipIsNoRecord() throws IOException {
    assertRefused(packed(Map.of("hello.txt", new byte[] {1})), "not a record of tscwatch");
  }

  @Test
  void aTextIsNoRecord() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "not a zip");
    assertRefused(text, "not a ZIP archive");
  }

  @Test
  void aFolderIsNoRecordAndAMissingFileSaysSo() {
    assertRefused(folder, "not a regular file");
    assertThatThrownBy(() -> RecordFile.open(folder.resolve("missing")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aNewerFormatIsRefusedAsSuch() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put(
        Manifest.ENTRY,
        "tscwatch record\nformat\t2\nall\tis\nnew\there\nfrom\tnow on\n"
            .getBytes(StandardCharsets.UTF_8));
    assertRefused(packed(entries), "manifest.txt", "newer tscwatch", "format 2");
  }

  @Test
  void aManifestThatWasChangedIsFound() throws IOException {
    Map<String, byte[]> entries = entries();
    String manifest = new String(entries.get(Manifest.ENTRY), StandardCharsets.UTF_8);
    entries.put(
        Manifest.ENTRY, manifest.replace("0.1.0", "0.1.1").getBytes(StandardCharsets.UTF_8));
    assertRefused(packed(entries), "manifest.txt", "digest");
  }

  @Test
  void aBombIsNotUnpacked() throws IOException {
    Path bomb = folder.resolve("bomb.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
      zip.putNextEntry(new ZipEntry("files.txt"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 65; i++) {
        zip.write(zeros);
      }
    }
    assertThat(bomb.toFile().length()).isLessThan(100_000);
    assertRefused(bomb, "files.txt is too large when unpacked");
  }

  @Test
  void thousandsOfEntriesAreNotUnpacked() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < 5000; i++) {
        zip.putNextEntry(new ZipEntry("e" + i));
      }
    }
    Path many = Files.write(folder.resolve("many.zip"), bytes.toByteArray());
    assertRefused(many, "5000 entries");
  }

  @Test
  void contentsThatMakeNoSenseAreNamedWithTheirEntry() throws IOException {
    Map<String, List<String>> nonsense =
        Map.of(
            "registers.txt",
                List.of(
                    "1",
                    "x\t0\t59\tpresent\t1",
                    "0\t0\t59\tpresent\t1",
                    "1\t0\t59\tpresent",
                    "1\t0\t59\tpresent\t1\t2",
                    "1\t0\t59\tpresent\t99999999999999999999",
                    "1\t0\t59\tmaybe\t1",
                    "1\t0\t59\tdenied\tno",
                    "\tmember first",
                    "1\t0\t59\tpresent\t1\n\tmember",
                    "1\t0\t59\tfailed\tbad \\q escape",
                    "1\t0\t59\tfailed\t\\u12"),
            "cpuid.txt", List.of("1\tpresent\n\tnot a leaf", "1\tpresent\textra"),
            "affinity.txt", List.of("1\tpresent\t3-1", "1\tpresent\t99999999"),
            "kvmclock.txt", List.of("1\tpresent\tabc", "1\tpresent\tzz"),
            "granularity.txt", List.of("1\t0\tpresent\t5000000000\t1\t1\t1"),
            "exchanges.txt",
                List.of(
                    "1\t0\t1\t100000\t0\t0\t0\t0\t0\t0\t0\t1\tNO_SUCH\t\t-\t-\t-\t-\t-\t-"
                        + "\t0\t0\t0\t0\t0\t0",
                    "1\t0\t1\t100000\t0\t0\t0\t0\t0\t0\t0\t1\tMEASURED\t\t-\t-\t-\t-\t-\t-"
                        + "\t0\t0\t0\t0\t0\t0"),
            "monotonic.txt", List.of("1", "1\tsoon"),
            "options.txt", List.of("alone", "a\tb\tc"));
    for (Map.Entry<String, List<String>> entry : nonsense.entrySet()) {
      for (String text : entry.getValue()) {
        assertRefused(forged(entry.getKey(), text + "\n"), entry.getKey());
      }
    }
    Map<String, byte[]> notText = entries();
    notText.put("files.txt", new byte[] {(byte) 0xff, (byte) 0xfe});
    assertRefused(forged(notText), "files.txt is not UTF-8 text");
  }

  @Test
  void anExistingFileIsKeptUnlessItMayBeReplaced() throws IOException {
    Path there = Files.writeString(folder.resolve("there"), "mine");
    assertThatThrownBy(() -> RecordFile.write(there, recording, RecordFile.IfPresent.REFUSE))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(there).hasContent("mine");
    RecordFile.write(there, recording, RecordFile.IfPresent.REPLACE);
    assertThat(there).hasSameBinaryContentAs(file);
  }

  @Test
  void nothingIsLeftBehindWhenWritingFails() throws IOException {
    Path directory = folder.resolve("directory");
    Files.createDirectories(directory.resolve("inside"));
    assertThatThrownBy(() -> RecordFile.write(directory, recording, RecordFile.IfPresent.REPLACE))
        .isInstanceOf(IOException.class);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("small.zip", "directory");
    }
  }
}
