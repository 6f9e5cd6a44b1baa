package io.tscwatch.checks.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchdogLimitTest {

  private static final String RELEASE = "6.12.9-amd64";

  @TempDir private Path root;

  private OptionalLong configured(String text) throws IOException {
    Files.createDirectories(root.resolve("boot"));
    Files.writeString(root.resolve("boot/config-" + RELEASE), text);
    return KernelConfiguration.watchdogMaxSkewMicros(new RealFileTree(root), RELEASE + "\n");
  }

  @Test
  void whatTheKernelWasBuiltWithIsItsLimit() throws IOException {
    OptionalLong micros =
        configured(
            """
            CONFIG_CLOCKSOURCE_WATCHDOG=y
            CONFIG_CLOCKSOURCE_WATCHDOG_MAX_SKEW_US=200
            CONFIG_HZ=250
            """);

    WatchdogLimit limit = WatchdogLimit.of(new KernelVersion(6, 12), micros);

    assertThat(limit.skewNanos()).isEqualTo(800_000);
    assertThat(limit.readoutNanos()).isEqualTo(200_000);
    assertThat(limit.rule())
        .isEqualTo("4 x 200 us in 0.5 s (CONFIG_CLOCKSOURCE_WATCHDOG_MAX_SKEW_US)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "CONFIG_CLOCKSOURCE_WATCHDOG_MAX_SKEW_US=\n",
        "CONFIG_CLOCKSOURCE_WATCHDOG_MAX_SKEW_US=y\n",
        "CONFIG_CLOCKSOURCE_WATCHDOG_MAX_SKEW_US=99999999999999999999\n",
        "# CONFIG_CLOCKSOURCE_WATCHDOG_MAX_SKEW_US=200\n"
      })
  void whatSaysNothingLeavesTheDefault(String text) throws IOException {
    OptionalLong micros = configured(text);

    assertThat(micros).isEmpty();
    assertThat(WatchdogLimit.of(new KernelVersion(6, 12), micros).skewNanos()).isEqualTo(500_000);
  }

  @Test
  void aKernelWhoseConfigurationIsNotThereHasTheDefault() {
    assertThat(KernelConfiguration.watchdogMaxSkewMicros(new RealFileTree(root), "1.2.3"))
        .isEmpty();
  }

  /** Before 5.13 and from 7.0 on the limit is fixed in the code. */
  @Test
  void kernelsWithoutTheSettingDoNotHeedIt() {
    OptionalLong micros = OptionalLong.of(1000);

    assertThat(WatchdogLimit.of(new KernelVersion(5, 12), micros).skewNanos())
        .isEqualTo(62_500_000);
    assertThat(WatchdogLimit.of(new KernelVersion(7, 0), micros).skewNanos()).isEqualTo(244_140);
  }
}
