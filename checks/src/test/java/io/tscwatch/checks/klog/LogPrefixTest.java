package io.tscwatch.checks.klog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands before a message is taken off, whoever put it there. */
class LogPrefixTest {

  private static final String MESSAGE = "clocksource: Switched to clocksource tsc";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[  367.903] ",
        "[    1.059443] ",
        "[1346249.931484]",
        "[    1.000000][    T1] ",
        "[    1.000000] [      C3] ",
        "[   12.345678 <    0.000003>] ",
        "[  +0.000012] ",
        "[Mon Jan  1 00:00:00 2024] ",
        "[Do Sep 25 07:16:00 2025] ",
        "[...] ",
        "... ",
        "<4>",
        "<6>[    1.000000] ",
        "&lt;6&gt;[    1.000000] ",
        "kern  :info  : [    1.000000] ",
        "kern  :warn  : [Mon Jan  1 00:00:00 2024] ",
        "kern:    info: [2024-01-01T00:00:00.123456789Z]: ",
        "kern.info kernel: [    1.000000] ",
        "Tue Mar  8 13:19:34 2022 kern.info kernel: [14669.048261] ",
        "6,1234,1059443,-;",
        "6,1234,1059443,-,caller=T1;",
        "Jan  1 00:00:00 host kernel: ",
        "Jan 01 00:00:00.123456 host.example.org kernel: ",
        "M\u00e4r 01 00:00:00 host kernel: ",
        "Jan  1 00:00:00 host kernel: [    1.000000] ",
        "Jan 01 00:00:00 kernel: ",
        "2024-01-01T00:00:00+0000 host kernel: ",
        "2024-01-01T00:00:00.123456+00:00 host kernel: [    1.000000] ",
        "2024-01-01T00:00:00,123456+00:00 ",
        "2024-01-01 00:00:00 host kernel: ",
        "Mon 2024-01-01 00:00:00 UTC host kernel: ",
        "[   12.345678] host kernel: ",
        "[    0.261053] kernel: ",
        "<6>1 2024-01-01T00:00:00Z host kernel - - - ",
        "localhost login: [ 2932.304608] ",
        "root@host:~# [    3.170447] ",
        "~ # [    3.170447] ",
        "01-02 03:04:05.678     0     0 I         : ",
        "01-02 03:04:05.678  root     0     0 I ",
        "<6>[    1.000000] c0      1 ",
        "<6>[    1.000000] [0:      swapper/0:    1] ",
        "> ",
        "> > [    1.000000] ",
        ">>> [    1.000000] ",
        " * [    1.000000] ",
        "// ",
        "# kernel: ",
        "| ",
        "\t",
        "\u00a0\u00a0[    1.000000]\u00a0",
        "\ufeff[    1.000000] ",
        "\u001b[32m[    1.000000] \u001b[0m\u001b[33m",
        "\r[    1.000000] ",
        "\"",
        "`",
        "<code>[    1.000000] ",
        "<pre>",
        "MESSAGE="
      })
  void theMessageBehindAPrefixIsFound(String prefix) {
    assertThat(LogPrefix.strip(1, prefix + MESSAGE).text()).isEqualTo(MESSAGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\r", "  ", "`", "\"", "\\", " |", "<br>", "<br />", "</code>", "\u001b[0m"})
  void whatAPageOrTerminalPutsBehindIsTakenOff(String suffix) {
    assertThat(LogPrefix.strip(1, MESSAGE + suffix).text()).isEqualTo(MESSAGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Jan  1 00:00:00 host systemd[1]: ",
        "Jan  1 00:00:00 host app: kernel: ",
        "app[12]: kernel: ",
        "(XEN) ",
        "I see ",
        "host kernel: ",
        "error: ",
        "12:00:00 AM "
      })
  void whatAnotherProgramOrAPersonWroteIsNotTakenForAPrefix(String prefix) {
    assertThat(LogPrefix.strip(1, prefix + MESSAGE).text()).isNotEqualTo(MESSAGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<30>[    1.000000] ",
        "<14>",
        "30,1234,1059443,-;",
        "user  :notice: [    1.000000] ",
        "daemon.info kernel: "
      })
  void aProgramThatWritesToTheKernelLogIsNotTheKernel(String prefix) {
    assertThat(LogPrefix.strip(1, prefix + MESSAGE).text()).isEmpty();
  }

  @Test
  void theTimeIsKept() {
    assertThat(LogPrefix.strip(1, "[ 1.5000] x").bootNanos()).hasValue(1_500_000_000L);
    assertThat(LogPrefix.strip(1, "6,1,1059443,-;x").bootNanos()).hasValue(1_059_443_000L);
    assertThat(LogPrefix.strip(1, "[18446744066.766940] x").bootNanos()).isEmpty();
    LogLine line = LogPrefix.strip(7, "Jan  1 00:00:00 host kernel: [    2.000001] x");
    assertThat(line.number()).isEqualTo(7);
    assertThat(line.stamp()).hasValue("Jan 1 00:00:00");
    assertThat(line.bootNanos()).hasValue(2_000_001_000L);
  }
}
