package io.tscwatch.daemon.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.daemon.report.Paint;
import io.tscwatch.daemon.status.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchScreenTest {

  private static final Paint PLAIN = new Paint(false);

  @ParameterizedTest
  @CsvSource({"80,24,2", "200,60,64", "80,24,2048", "200,60,2048", "20,5,64", "10,1,2"})
  void aScreenIsNeverOverfull(int columns, int rows, int cpus) throws IOException {
    List<String> lines =
        WatchScreen.lines(status(cpus), latest(20), Optional.of("refused"), columns, rows, PLAIN);

    assertThat(lines).hasSizeLessThanOrEqualTo(rows);
    assertThat(lines).allMatch(line -> line.length() <= columns);
  }

  @Test
  void theCpuThatIsOffComesFirstAndIsMarkedOnTheMap() throws IOException {
    String screen = text(WatchScreen.lines(status(64), List.of(), Optional.empty(), 80, 24, PLAIN));

    assertThat(screen).contains("x UNRELIABLE since 2026-03-01T12:00:00Z", "x skew.warp");
    assertThat(screen).contains("P0  ..x.....");
    assertThat(screen).containsSubsequence("CPU  verdict", "2  UNRELIABLE", "0  RELIABLE");
    assertThat(screen).contains(" more: ", "63 of 64 CPUs ok").doesNotContain("NOT LIVE");
  }

  @Test
  void whatOthersSayIsThere() throws IOException {
    String screen = text(WatchScreen.lines(status(4), List.of(), Optional.empty(), 80, 24, PLAIN));

    assertThat(screen)
        .contains("clocksource hpet · TSC_ADJUST differs · stable kvmclock withheld")
        .contains("confirmed by 2 independent sources");
  }

  @Test
  void aTallScreenTellsWhatHappenedToo() throws IOException {
    assertThat(text(WatchScreen.lines(status(4), latest(9), Optional.empty(), 200, 60, PLAIN)))
        .contains("2026-03-01T12:00:08Z  verdict-changed  event 8", "event 1")
        .doesNotContain("event 0");
    assertThat(text(WatchScreen.lines(status(4), latest(9), Optional.empty(), 80, 24, PLAIN)))
        .doesNotContain("event 8");
  }

  @Test
  void groupsStandForThousandsOfCpus() throws IOException {
    String screen =
        text(WatchScreen.lines(status(2048), List.of(), Optional.empty(), 80, 24, PLAIN));

    assertThat(screen).contains("Each character a last-level cache", "P0  x");
  }

  @Test
  void whatIsNotFreshSaysSo() throws IOException {
    assertThat(
            WatchScreen.lines(status(2), List.of(), Optional.of("refused"), 80, 24, PLAIN).get(1))
        .contains("NOT LIVE", "refused");
  }

  @Test
  void aTerminalThatDoesNotSayHowLargeItIsIsOfTheUsualSize() {
    assertThat(ScreenSize.parse("60 200\n")).isEqualTo(new ScreenSize(200, 60));
    assertThat(ScreenSize.parse("0 0\n")).isEqualTo(ScreenSize.USUAL);
    assertThat(ScreenSize.parse("stty: no tty")).isEqualTo(ScreenSize.USUAL);
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines);
  }

  /** Events, the newest first. */
  private static List<JsonObject> latest(int events) throws IOException {
    String list =
        IntStream.range(0, events)
            .map(i -> events - 1 - i)
            .mapToObj(
                i ->
                    """
                    {"at":"2026-03-01T12:00:%02d.5Z","kind":"verdict-changed","sentence":"event %d"}\
                    """
                        .formatted(i, i))
            .collect(Collectors.joining(","));
    return JsonObject.parse("{\"events\":[%s]}".formatted(list).getBytes(StandardCharsets.UTF_8))
        .objects("events");
  }

  private static JsonObject status(int cpus) throws IOException {
    String list =
        IntStream.range(0, cpus)
            .mapToObj(
                cpu ->
                    """
                    {"cpu":%d,"online":true,"verdict":"%s","reason":"within 21 ns",
                     "offset":{"lowerNanos":-21,"upperNanos":21},
                     "rate":{"minPicosPerSecond":-1500,"maxPicosPerSecond":1500},
                     "tscAdjustCycles":"%d","place":{"package":%d,"die":0,"llc":%d,"core":%d}}\
                    """
                        .formatted(
                            cpu,
                            cpu == 2 ? "UNRELIABLE" : "RELIABLE",
                            cpu == 2 ? -7 : 0,
                            cpu / 512,
                            cpu / 16,
                            cpu / 2))
            .collect(Collectors.joining(","));
    return JsonObject.parse(
        """
        {"machine":{"kind":"real","label":"this machine"},"verdict":"UNRELIABLE",
         "verdictSince":"2026-03-01T12:00:00.000000001Z","reason":"The TSC of CPU 2 is ahead.",
         "asOf":"2026-03-01T12:00:09.000000001Z","evidenceAgeNanos":300000000,
         "limits":{"maxSkewNanos":1000},"referenceCpu":0,
         "facts":{"kernel":{"currentClocksource":"hpet"}},
         "kvm":{"host":{"stableKvmclock":"withheld"}},
         "vote":{"sentence":"The TSC's rate is confirmed by 2 independent sources (a, b)."},
         "findings":[{"code":"skew.warp","severity":"critical","sentence":"CPU 2 is ahead."}],
         "cpus":[%s]}\
        """
            .formatted(list)
            .getBytes(StandardCharsets.UTF_8));
  }
}
