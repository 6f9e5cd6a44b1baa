package io.tscwatch.systemd.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchdogTest {
  private static final long OWN_PID = 42;
  private static final SystemdNotifier NOTIFIER =
      SystemdNotifier.fromEnvironment(Map.of("NOTIFY_SOCKET", "@tscwatch/test/nobody"));

  @Test
  void sweepsHaveToCompleteWithinHalfTheTimeout() {
    Watchdog watchdog =
        watchdog(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", Long.toString(OWN_PID)));

    assertThat(watchdog.interval()).contains(Duration.ofSeconds(15));
    assertThat(watchdog.description()).contains("30000 ms");
  }

  @Test
  void withoutAPidTheWatchdogIsForThisProcess() {
    assertThat(watchdog(Map.of("WATCHDOG_USEC", "1")).interval()).contains(Duration.ofNanos(500));
  }

  @Test
  void aWatchdogMeantForAnotherProcessIsLeftAlone() {
    Watchdog watchdog = watchdog(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "43"));

    assertThat(watchdog.interval()).isEmpty();
    assertThat(watchdog.partCompleted()).isEqualTo(new NotifyOutcome.NobodyListens());
    assertThat(watchdog.description()).contains("process 43");
  }

  @Test
  void withoutATimeoutThereIsNoWatchdog() {
    assertThat(watchdog(Map.of()).interval()).isEmpty();
    assertThat(watchdog(Map.of()).description()).contains("WATCHDOG_USEC is not set");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "30s", "99999999999999999999"})
  void aTimeoutThatIsNoneIsNamed(String micros) {
    Watchdog watchdog = watchdog(Map.of("WATCHDOG_USEC", micros));

    assertThat(watchdog.interval()).isEmpty();
    assertThat(watchdog.description()).contains("WATCHDOG_USEC=" + micros);
  }

  @Test
  void withoutAManagerToTellThereIsNoWatchdog() {
    Watchdog watchdog =
        Watchdog.fromEnvironment(
            Map.of("WATCHDOG_USEC", "30000000"),
            OWN_PID,
            SystemdNotifier.fromEnvironment(Map.of()));

    assertThat(watchdog.interval()).isEmpty();
    assertThat(watchdog.description()).contains("NOTIFY_SOCKET is not set");
  }

  @Test
  void aCompletedSweepThatCannotBeToldFailsWithAReason() {
    assertThat(watchdog(Map.of("WATCHDOG_USEC", "30000000")).partCompleted())
        .isInstanceOf(NotifyOutcome.Failed.class);
  }

  private static Watchdog watchdog(Map<String, String> environment) {
    return Watchdog.fromEnvironment(environment, OWN_PID, NOTIFIER);
  }
}
