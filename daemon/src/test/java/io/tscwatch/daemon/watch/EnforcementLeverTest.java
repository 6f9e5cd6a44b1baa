package io.tscwatch.daemon.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tscwatch.checks.exchange.Injection;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.kvm.host.HostAnswer;
import io.tscwatch.checks.kvm.host.HostJudgement;
import io.tscwatch.checks.kvm.host.StableKvmclock;
import io.tscwatch.checks.kvm.probe.HostProbe;
import io.tscwatch.checks.linux.KernelFacts;
import io.tscwatch.checks.linux.RealFileTree;
import io.tscwatch.checks.machine.RealMachine;
import io.tscwatch.checks.simulate.InjectingMachine;
import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.checks.watch.WatchEngine;
import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.checks.watch.WatchListener;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.config.Settings;
import io.tscwatch.config.SettingsSource;
import io.tscwatch.daemon.enforce.Levers;
import io.tscwatch.daemon.enforce.SysfsClocksource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The daemon's own parts on this machine, with a fault planted under the real exchange, moving this
 * machine's own clocksource, which is put back whatever happens. Never part of a build: {@code
 * ./verify --levers} starts it.
 */
@Isolated
@EnabledIfSystemProperty(
    named = "tscwatch.levers",
    matches = "true",
    disabledReason = "it changes this machine's clocksource: ./verify --levers")
class EnforcementLeverTest {

  private static final Path CURRENT = Path.of(KernelFacts.CURRENT_CLOCKSOURCE_FILE);
  private static final long PATIENCE_NANOS = 40_000_000_000L;

  @TempDir private Path folder;

  private String before = "";
  private final Thread restore = new Thread(this::putBack);
  private volatile Optional<WatchStatus> latest = Optional.empty();

  @BeforeEach
  void remember() throws IOException {
    before = current();
    assumeTrue(before.equals("tsc"), () -> "the clocksource is " + before);
    assumeTrue(Files.isWritable(CURRENT), () -> CURRENT + " cannot be written");
    assumeTrue(
        promise() == StableKvmclock.GRANTED, "KVM promises no stable TSC here to begin with");
    Runtime.getRuntime().addShutdownHook(restore);
  }

  @AfterEach
  void putItBack() {
    if (!before.equals("tsc")) {
      return;
    }
    putBack();
    Runtime.getRuntime().removeShutdownHook(restore);
  }

  private void putBack() {
    try {
      Files.writeString(CURRENT, before);
    } catch (IOException e) {
      System.err.println("the clocksource could not be put back to " + before + ": " + e);
    }
  }

  private static String current() {
    try {
      return Files.readString(CURRENT).strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String other() throws IOException {
    return List.of(
            Files.readString(Path.of(KernelFacts.AVAILABLE_CLOCKSOURCES_FILE)).strip().split(" +"))
        .stream()
        .filter(name -> !name.equals("tsc"))
        .findFirst()
        .orElseThrow();
  }

  private static StableKvmclock promise() {
    HostAnswer answer = HostProbe.ask(HostProbe.DEVICE, new RealFileTree());
    return answer instanceof HostAnswer.Asked asked
        ? HostJudgement.of(asked.reading(), false).stable()
        : StableKvmclock.UNKNOWN;
  }

  private Settings settings() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("tscwatch.yaml"),
            """
            measurement: { cover-every: 1s }
            verdict: { clear-after: 1s, requalify-after: 4s, stale-after: 5s }
            history: { file: "%s" }
            enforce: { mode: act, max-switches-per-hour: 4, return-to-tsc: true }
            """
                .formatted(folder.resolve("history.db")));
    return SettingsSource.named(file).load().settings();
  }

  private static void await(String what, BooleanSupplier so) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE_NANOS;
    while (!so.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(until);
      Thread.sleep(1);
    }
  }

  private boolean verdict(Verdict wanted) {
    return latest.filter(status -> status.ready() && status.verdict() == wanted).isPresent();
  }

  private boolean finds(FindingCode code) {
    return latest.stream()
        .flatMap(status -> status.findings().stream())
        .anyMatch(active -> active.finding().code() == code);
  }

  private static void figure(String what, long nanos) {
    System.out.printf(Locale.ROOT, "  %-48s %7.0f ms%n", what, nanos / 1e6);
  }

  @Test
  void aPlantedFaultTakesThePromiseAwayAndRequalificationGivesItBackUntilTheLimit()
      throws Exception {
    Settings settings = settings();
    RealMachine real = new RealMachine();
    InjectingMachine machine = new InjectingMachine(real);
    Levers.Reach reach =
        new Levers.Reach(
            new SysfsClocksource(real::kernelLog),
            () -> HostProbe.ask(HostProbe.DEVICE, machine.files()),
            Optional.of(new Levers.Kept(folder.resolve("enforcement.json"), "this boot")));
    WatchListener listener =
        new WatchListener() {
          @Override
          public void event(WatchEvent event) {
            // The status says what matters here.
          }

          @Override
          public void status(WatchStatus status) {
            latest = Optional.of(status);
          }
        };
    try (Levers levers = Levers.start(reach, settings, line -> {})) {
      List<WatchListener> listeners = new ArrayList<>(levers.listeners());
      listeners.add(listener);
      WatchLoop loop =
          new WatchLoop(
              machine,
              new WatchEngine(
                  machine, SettingsOfWatch.of(settings), listeners, levers.companions()),
              Throwable::printStackTrace);
      loop.start();
      try {
        await("a first verdict", () -> verdict(Verdict.RELIABLE));
        for (int round = 1; round <= 2; round++) {
          machine.plant(1, Injection.offset(26_000));
          long planted = System.nanoTime();
          await("the switch away", () -> !current().equals("tsc"));
          figure("round " + round + ": fault to clocksource " + current(), since(planted));
          assertThat(promise()).isEqualTo(StableKvmclock.WITHHELD);
          figure("round " + round + ": fault to a new guest without the flag", since(planted));
          await(
              "the daemon's own probe",
              () -> levers.promise().filter(StableKvmclock.WITHHELD::equals).isPresent());
          assertThat(finds(FindingCode.ENFORCE_PROMISE_KEPT)).isFalse();
          machine.heal();
          long healed = System.nanoTime();
          if (round == 1) {
            await("the return", () -> current().equals("tsc"));
            figure("round 1: healed to clocksource tsc (requalify 4 s)", since(healed));
            assertThat(promise()).isEqualTo(StableKvmclock.GRANTED);
          } else {
            await("the limit", () -> finds(FindingCode.ENFORCE_LIMIT_REACHED));
            figure("round 2: healed to the limit of writes an hour", since(healed));
            assertThat(current()).isNotEqualTo("tsc");
          }
        }
      } finally {
        loop.end();
        loop.awaitEnd();
      }
    }
  }

  private static long since(long nanoTime) {
    return System.nanoTime() - nanoTime;
  }

  @Test
  void aKillBetweenTheWriteAndItsRecordIsTakenUp() throws Exception {
    Path memory = folder.resolve("enforcement.json");
    Process killed =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.tscwatch.daemon.enforce.KilledEnforcer",
                memory.toString(),
                other())
            .inheritIO()
            .start();
    assertThat(killed.waitFor()).isEqualTo(128 + 9);
    assertThat(current()).isNotEqualTo("tsc");
    assertThat(Files.readString(memory)).contains("\"intent\"");

    Settings settings = settings();
    Levers.Reach reach =
        new Levers.Reach(
            new SysfsClocksource(new RealMachine()::kernelLog),
            () -> HostProbe.ask(HostProbe.DEVICE, new RealFileTree()),
            Optional.of(new Levers.Kept(memory, "this boot")));
    try (Levers levers = Levers.start(reach, settings, line -> {})) {
      assertThat(levers.wrote(current())).isTrue();
      assertThat(levers.companions().get(0).takeNews()).hasSize(1);
      assertThat(Files.readString(memory)).doesNotContain("\"intent\"").contains("\"standing\"");
    }
  }
}
