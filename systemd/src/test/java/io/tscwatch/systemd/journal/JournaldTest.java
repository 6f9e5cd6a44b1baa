package io.tscwatch.systemd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of event, written to a real journald and read back with journalctl. */
class JournaldTest {
  private static final Path JOURNALD = Path.of("/lib/systemd/systemd-journald");

  @TempDir Path folder;

  @Test
  void everyEventComesBackFromTheJournalWithItsNumberAndItsFields() throws Exception {
    List<Map<String, String>> entries = writtenToAPrivateJournal(List.of());

    assertThat(entries).hasSameSizeAs(EveryEvent.EVENTS);
    for (int i = 0; i < entries.size(); i++) {
      Map<String, String> entry = entries.get(i);
      JournalEvent event = EveryEvent.EVENTS.get(i);
      assertThat(entry)
          .containsEntry("MESSAGE", event.sentence())
          .containsEntry("MESSAGE_ID", event.messageId().id())
          .containsEntry("PRIORITY", Integer.toString(Priority.syslogOf(event.priority().level())))
          .containsEntry("SYSLOG_IDENTIFIER", "tscwatch");
      event.fields().forEach((field, text) -> assertThat(entry).containsEntry(field.key(), text));
      assertThat(entry.keySet())
          .filteredOn(key -> key.startsWith("TSCWATCH_"))
          .hasSameSizeAs(event.fields().keySet());
    }
    assertThat(entries)
        .filteredOn(entry -> entry.containsKey("STACKTRACE"))
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.get("STACKTRACE"))
                    .startsWith("java.lang.IllegalStateException: two\nlines\n\tat "));
  }

  @Test
  void withoutLibsystemdTheJournalStillGetsLinesWithPriorities() throws Exception {
    String hideTheLibrary =
        "for library in /usr/lib/*/libsystemd.so*; do mount --bind /dev/null $library; done;";

    List<Map<String, String>> entries =
        writtenToAPrivateJournal(List.of("sh", "-c", hideTheLibrary + "exec \"$@\"", "sh"));

    assertThat(entries)
        .filteredOn(
            entry -> entry.getOrDefault("MESSAGE", "").startsWith("The TSC is now UNRELIABLE"))
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry)
                    .containsEntry("PRIORITY", "3")
                    .containsEntry("_TRANSPORT", "stdout")
                    .doesNotContainKey("MESSAGE_ID"));
  }

  /** What arrives in the journal from {@link EveryEvent}, in a locale that knows ASCII only. */
  private List<Map<String, String>> writtenToAPrivateJournal(List<String> wrapper)
      throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(JOURNALD), "skipped: no " + JOURNALD);
    assumeTrue(mayMount(), "skipped: a mount namespace needs root");
    Path export = folder.resolve("export");
    List<String> command = new ArrayList<>();
    command.addAll(List.of("unshare", "--mount", "--propagation", "private"));
    command.addAll(List.of("src/test/sh/in-private-journal", export.toString()));
    command.addAll(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Djna.encoding=UTF-8", "-Xmx64m"));
    if (Runtime.version().feature() >= 24) {
      // Else the JVM's warning about JNA is in the journal too.
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(EveryEvent.class.getName());
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    List<Map<String, String>> entries = JournalExport.parse(Files.readAllBytes(export));
    return entries.stream()
        .filter(entry -> "tscwatch".equals(entry.get("SYSLOG_IDENTIFIER")))
        .toList();
  }

  private static boolean mayMount() throws IOException, InterruptedException {
    try {
      return new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
