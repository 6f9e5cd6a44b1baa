package io.tscwatch.daemon.klog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KlogCommandTest {

  /** Of LKML, Daniel J Blueman, 2025. */
  private static final String SKEW =
      """
      clocksource: timekeeping watchdog on CPU1750: Marking clocksource 'tsc' as unstable because the skew is too large:
      clocksource:                       'hpet' wd_nsec: 503029760 wd_now: 48a38f74 wd_last: 47e3ab74 mask: ffffffff
      clocksource:                       'tsc' cs_nsec: 503466648 cs_now: 3224653e7bd cs_last: 3220d4f8d57 mask: ffffffffffffffff
      clocksource:                       'tsc' is current clocksource.
      tsc: Marking TSC unstable due to clocksource watchdog
      clocksource: Switched to clocksource hpet
      """;

  private static final String SWITCHED =
      "{\"MESSAGE\":\"clocksource: Switched to clocksource tsc\"";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(byte[] input, String... arguments) {
    CommandLine command =
        new CommandLine(new KlogCommand(new ByteArrayInputStream(input), () -> false));
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    command.setCaseInsensitiveEnumValuesAllowed(false);
    return command.execute(arguments);
  }

  private int run(String input, String... arguments) {
    return run(input.getBytes(StandardCharsets.UTF_8), arguments);
  }

  private List<String> lines() {
    return out.toString().lines().toList();
  }

  @Test
  void jsonHasOneObjectAnEventAndTheSummaryLast() {
    assertThat(run(SKEW, "--format", "json")).isZero();
    assertThat(lines()).hasSize(4);
    assertThat(lines().get(0))
        .startsWith(
            "{\"line\":1,\"code\":\"watchdog-skew\",\"cpus\":[1750],\"clocksource\":\"tsc\","
                + "\"watchdog\":\"hpet\",\"skewNanos\":436888,\"text\":\"clocksource: timekeeping")
        .contains("too large:\\nclocksource: 'hpet' wd_nsec: 503029760");
    assertThat(lines().get(1))
        .isEqualTo(
            "{\"line\":5,\"code\":\"tsc-marked-unstable\",\"cpus\":[],\"clocksource\":\"tsc\","
                + "\"watchdog\":null,\"skewNanos\":null,"
                + "\"text\":\"tsc: Marking TSC unstable due to clocksource watchdog\"}");
    assertThat(lines().get(3))
        .startsWith("{\"summary\":\"The kernel found the TSC 436888 ns ahead of its watchdog hpet")
        .endsWith("\"pointsAt\":\"tsc-or-watchdog\",\"unstable\":true}");
  }

  @Test
  void textTellsWhatHappenedAndWhatToDo() {
    assertThat(run(SKEW)).isZero();
    assertThat(lines())
        .contains(
            "line 1: watchdog-skew, CPU 1750, tsc, watchdog hpet, skew 436888 ns",
            "    tsc: Marking TSC unstable due to clocksource watchdog")
        .anyMatch(line -> line.startsWith("The evidence points at the TSC or its watchdog: "))
        .last()
        .asString()
        .startsWith("What to do: ");
  }

  @Test
  void aLogWithoutTheTscSaysSo() {
    assertThat(run("[    1.0] usb 1-1: new high-speed USB device\n", "--exit-code")).isZero();
    assertThat(lines().get(0)).isEqualTo("Summary: The kernel said nothing about the TSC.");
  }

  @Test
  void theExitCodeTellsOfAFindingOnlyWhenAsked() {
    assertThat(run(SKEW, "-")).isZero();
    assertThat(run(SKEW, "--exit-code", "-")).isEqualTo(1);
  }

  @Test
  void journalEntriesOfTheKernelAreRead() {
    run(
        SWITCHED
            + ",\"_TRANSPORT\":\"kernel\",\"_SOURCE_MONOTONIC_TIMESTAMP\":\"812345\"}\n"
            + SWITCHED
            + ",\"_TRANSPORT\":\"stdout\"}\n"
            + SWITCHED
            + ",\"SYSLOG_IDENTIFIER\":\"kernel\"}\n"
            + SWITCHED
            + ",\"SYSLOG_IDENTIFIER\":\"bash\"}\n"
            + SWITCHED
            + "}\n"
            + SWITCHED
            + "\n{\"MESSAGE\":null}\n{}\n",
        "--format=json");
    assertThat(lines().subList(0, lines().size() - 1))
        .map(line -> line.substring(0, 10))
        .containsExactly("{\"line\":1,", "{\"line\":3,", "{\"line\":5,");
  }

  @Test
  void aJournalMessageOfBytesIsRead() {
    byte[] bytes = "clocksource: Switched to clocksource hpet".getBytes(StandardCharsets.UTF_8);
    run("{\"_TRANSPORT\":\"kernel\",\"MESSAGE\":" + Arrays.toString(bytes) + "}", "--format=json");
    assertThat(lines().get(0)).contains("\"clocksource\":\"hpet\"");
  }

  @Test
  void aPrettyJournalEntryHasTheNumberOfItsFirstLine() {
    String entry =
        "{\n\t\"MESSAGE\" : \"clocksource: Switched to clocksource hpet\",\n\t\"_TRANSPORT\" : \"kernel\"\n}\n";
    run(entry + entry, "--format=json");
    assertThat(lines().get(0)).startsWith("{\"line\":1,");
    assertThat(lines().get(1)).startsWith("{\"line\":5,");
  }

  @Test
  void aCompressedLogIsReadAsItIs() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(SKEW.getBytes(StandardCharsets.UTF_8));
    }
    Path file = Files.write(folder.resolve("kern.log.2.gz"), bytes.toByteArray());
    assertThat(run("", "--format=json", file.toString())).isZero();
    assertThat(lines()).hasSize(4);
  }

  @Test
  void aCompressedLogThatIsCutOffGivesWhatIsThereAndSaysSo() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(SKEW.getBytes(StandardCharsets.UTF_8));
    }
    byte[] half = Arrays.copyOf(bytes.toByteArray(), bytes.size() - 12);
    assertThat(run(half, "--format=json")).isEqualTo(KlogCommand.EXIT_IO_ERROR);
    assertThat(err.toString()).contains("reading failed");
    assertThat(lines()).last().asString().startsWith("{\"summary\"");
  }

  @Test
  void bytesThatAreNoTextDoNoHarm() {
    byte[] bytes = new byte[3 << 20];
    Arrays.fill(bytes, (byte) 0xc3);
    byte[] message = ("\n" + SKEW).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(message, 0, bytes, bytes.length - message.length, message.length);
    assertThat(run(bytes, "--format=json")).isZero();
    assertThat(lines().get(0)).startsWith("{\"line\":2,\"code\":\"watchdog-skew\"");
  }

  @Test
  void aMissingFileAFolderAndATerminalAreTold() {
    assertThat(run("", folder.resolve("none").toString())).isEqualTo(KlogCommand.EXIT_NO_INPUT);
    assertThat(err.toString()).contains("none: no such file");
    assertThat(run("", folder.toString())).isEqualTo(KlogCommand.EXIT_NO_INPUT);
    assertThat(err.toString()).contains("is a directory");
    CommandLine command =
        new CommandLine(new KlogCommand(new ByteArrayInputStream(new byte[0]), () -> true));
    command.setErr(new PrintWriter(err));
    assertThat(command.execute()).isEqualTo(KlogCommand.EXIT_USAGE);
    assertThat(err.toString()).contains("dmesg | tscwatch klog");
  }

  @Test
  void anUnknownFormatIsWrongUse() {
    assertThat(run("", "--format", "xml")).isEqualTo(KlogCommand.EXIT_USAGE);
    assertThat(err.toString()).contains("text, json");
  }

  @Test
  void theHelpHasExamplesAndExitCodes() {
    assertThat(run("", "--help")).isZero();
    assertThat(out.toString()).contains("dmesg | tscwatch klog", "66", "--exit-code");
  }
}
