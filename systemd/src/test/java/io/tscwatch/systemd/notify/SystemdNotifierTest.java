package io.tscwatch.systemd.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemdNotifierTest {
  @TempDir Path folder;

  @Test
  void theLifeOfADaemonArrivesInOrderOverAPath() {
    theLifeOfADaemonArrivesInOrderOver(folder.resolve("notify").toString());
  }

  @Test
  void theLifeOfADaemonArrivesInOrderOverAnAbstractName() {
    theLifeOfADaemonArrivesInOrderOver("@tscwatch/test/" + UUID.randomUUID());
  }

  @Test
  void aWatchdogIsGivenTheTimeThatTheSettingsNeedAndNoLessThanItHad() {
    String address = "@tscwatch/test/" + UUID.randomUUID();
    try (NotifyReceiver manager = NotifyReceiver.bind(address)) {
      Map<String, String> environment =
          Map.of("NOTIFY_SOCKET", address, "WATCHDOG_USEC", "30000000");
      Watchdog watchdog =
          Watchdog.fromEnvironment(environment, 42, SystemdNotifier.fromEnvironment(environment));

      watchdog.partsEvery(Duration.ofMinutes(1));
      watchdog.partsEvery(Duration.ofSeconds(1));

      assertThat(manager.next()).isEqualTo("WATCHDOG_USEC=180000000");
      assertThat(manager.next()).isEqualTo("WATCHDOG_USEC=30000000");
    }
  }

  private static void theLifeOfADaemonArrivesInOrderOver(String address) {
    try (NotifyReceiver manager = NotifyReceiver.bind(address)) {
      Map<String, String> environment =
          Map.of("NOTIFY_SOCKET", address, "WATCHDOG_USEC", "30000000");
      SystemdNotifier notifier = SystemdNotifier.fromEnvironment(environment);
      Watchdog watchdog = Watchdog.fromEnvironment(environment, 42, notifier);
      assertThat(notifier.isListenedTo()).isTrue();

      assertThat(notifier.extendTimeout(Duration.ofSeconds(90)))
          .isEqualTo(new NotifyOutcome.Sent());
      notifier.ready("RELIABLE: 8 CPUs within 31 ns");
      notifier.status("RELIABLE: 8 CPUs within 29 ns, since 10:42");
      watchdog.partCompleted();
      long microsBefore = System.nanoTime() / 1_000;
      notifier.reloading();
      notifier.ready("RELIABLE: 8 CPUs within 29 ns");
      notifier.stopping("SIGTERM");

      assertThat(manager.next()).isEqualTo("EXTEND_TIMEOUT_USEC=90000000");
      assertThat(manager.next()).isEqualTo("READY=1\nSTATUS=RELIABLE: 8 CPUs within 31 ns");
      assertThat(manager.next()).isEqualTo("STATUS=RELIABLE: 8 CPUs within 29 ns, since 10:42");
      assertThat(manager.next()).isEqualTo("WATCHDOG=1");
      assertThat(manager.next())
          .startsWith("RELOADING=1\nMONOTONIC_USEC=")
          .satisfies(
              message ->
                  assertThat(Long.parseLong(message.substring(message.lastIndexOf('=') + 1)))
                      .isBetween(microsBefore, System.nanoTime() / 1_000));
      assertThat(manager.next()).isEqualTo("READY=1\nSTATUS=RELIABLE: 8 CPUs within 29 ns");
      assertThat(manager.next()).isEqualTo("STOPPING=1\nSTATUS=SIGTERM");
    }
  }

  @Test
  void aStatusCannotSmuggleInAnotherAssignment() {
    String address = "@tscwatch/test/" + UUID.randomUUID();
    try (NotifyReceiver manager = NotifyReceiver.bind(address)) {
      SystemdNotifier.fromEnvironment(Map.of("NOTIFY_SOCKET", address)).status("odd\nREADY=1\0x");

      assertThat(manager.next()).isEqualTo("STATUS=odd READY=1 x");
    }
  }

  @Test
  void withoutASocketNothingIsSentAndItSaysSo() {
    SystemdNotifier notifier = SystemdNotifier.fromEnvironment(Map.of());

    assertThat(notifier.isListenedTo()).isFalse();
    assertThat(notifier.description()).contains("NOTIFY_SOCKET is not set");
    assertThat(notifier.ready("fine")).isEqualTo(new NotifyOutcome.NobodyListens());
    assertThat(notifier.reloading()).isEqualTo(new NotifyOutcome.NobodyListens());
  }

  @Test
  void aManagerThatIsGoneIsNamedWithTheReason() {
    String address = folder.resolve("nobody").toString();

    NotifyOutcome outcome =
        SystemdNotifier.fromEnvironment(Map.of("NOTIFY_SOCKET", address)).ready("fine");

    assertThat(outcome)
        .isInstanceOfSatisfying(
            NotifyOutcome.Failed.class,
            failed ->
                assertThat(failed.problem())
                    .contains(address)
                    .contains("No such file or directory"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"relative/path", "vsock:2:1234", "@", "/"})
  void anAddressThatIsNoneIsRefusedWithAReason(String address) {
    SystemdNotifier notifier = SystemdNotifier.fromEnvironment(Map.of("NOTIFY_SOCKET", address));

    assertThat(notifier.isListenedTo()).isFalse();
    assertThat(notifier.description()).contains(address);
  }

  @Test
  void theLongestAddressIsTakenAndOneByteMoreIsNot() {
    assertThat(NotifyAddress.parse("/" + "p".repeat(106)).socketAddress()).hasSize(110);
    assertThat(NotifyAddress.parse("@" + "a".repeat(107)).socketAddress()).hasSize(110);
    assertThat(SystemdNotifier.fromEnvironment(Map.of("NOTIFY_SOCKET", "/" + "p".repeat(107))))
        .returns(false, SystemdNotifier::isListenedTo);
  }

  @Test
  void aChildInheritsNothingOfTheConversation() {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "NOTIFY_SOCKET", "/run/systemd/notify",
                "WATCHDOG_USEC", "30000000",
                "WATCHDOG_PID", "42",
                "PATH", "/usr/bin"));

    SystemdNotifier.hideFromChild(environment);

    assertThat(environment).containsOnlyKeys("PATH");
  }
}
