package io.tscwatch.systemtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tscwatch.systemtest.guest.Answer;
import io.tscwatch.systemtest.guest.Guest;
import io.tscwatch.systemtest.guest.GuestMachine;
import io.tscwatch.systemtest.guest.Guests;
import io.tscwatch.systemtest.report.Spending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The installed service of a guest, as systemd, the journal and the status endpoint show it. */
final class Service {

  /** What the unit allows for a start, the slowest thing that is waited for. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Gone when the guest is. */
  private static final String DROP_IN = "/run/systemd/system/tscwatch.service.d/systemtest.conf";

  private static final String SETTINGS = "/etc/tscwatch/tscwatch.yaml.d/systemtest.yaml";

  /** A setting: an emulated exchange is dear, and by the default a sweep takes minutes. */
  static final String LARGER_SHARE = "measurement: { max-intrusion: 10% }";

  private static final Duration PACE = Duration.ofSeconds(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Guest guest;

  Service(Guest guest) {
    this.guest = guest;
  }

  /** The service of a machine that has it installed, as it is installed, once it is ready. */
  static Service on(GuestMachine machine) throws IOException, InterruptedException {
    Service service = asItIs(machine);
    service.use();
    return service;
  }

  /** The same, with whatever drop-in it runs: for scenarios that {@link #use} one of their own. */
  static Service asItIs(GuestMachine machine) throws IOException, InterruptedException {
    Service service = new Service(Guests.on(machine));
    // Until the boot is over, without questions that would delay it.
    service.guest.run("systemctl is-system-running --wait", LIMIT);
    service.awaitReady(0);
    return service;
  }

  Guest guest() {
    return guest;
  }

  /** The guest's clock, for what is asked about the time since. */
  Instant now() throws InterruptedException {
    return Instant.parse(guest.succeed("date --utc +%FT%T.%NZ"));
  }

  /** A property of the unit, as systemctl show(1) names it. */
  String property(String name) throws InterruptedException {
    return guest.succeed("systemctl show --value --property=" + name + " tscwatch");
  }

  int pid() throws InterruptedException {
    return Integer.parseInt(property("MainPID"));
  }

  /** Its effective capabilities, a bit each (linux/capability.h). */
  long capabilities() throws InterruptedException {
    String bits = guest.succeed("awk '/^CapEff/ { print $2 }' /proc/" + pid() + "/status");
    return Long.parseUnsignedLong(bits, 16);
  }

  /** Waits until the service has said READY, and not by a process that was there before. */
  void awaitReady(int notPid) throws InterruptedException {
    long start = System.nanoTime();
    await(
        "the service to be active",
        () -> {
          String state = guest.succeed("systemctl show --property=ActiveState,MainPID tscwatch");
          return state.contains("ActiveState=active")
              && !state.lines().toList().contains("MainPID=" + notPid);
        });
    awaitStatus("a ready status", status -> status.json().path("ready").asBoolean());
    Spending.add("waits for the service to be ready", start);
  }

  /**
   * Restarts it with these lines of the section Service in a drop-in, and waits until it is ready.
   * Does nothing if it runs with just these: a start takes long, and the next scenario may want
   * another drop-in anyway.
   */
  void use(String... lines) throws InterruptedException {
    String wanted = lines.length == 0 ? "" : "[Service]\n" + String.join("\n", lines);
    if (guest.run("cat " + DROP_IN).text().equals(wanted)) {
      return;
    }
    int before = pid();
    guest.succeed(
        wanted.isEmpty()
            ? "rm " + DROP_IN
            : "mkdir -p $(dirname %1$s); cat >%1$s <<'END'\n%2$s\nEND".formatted(DROP_IN, wanted));
    // Returns once the new one has said READY.
    Answer restart = guest.run("systemctl daemon-reload; systemctl restart tscwatch", LIMIT);
    assertThat(restart.exitCode()).as("%s", restart).isZero();
    awaitReady(before);
  }

  /** Puts these settings beside the package's own, in YAML, for the next start or reload. */
  void write(String... settings) throws InterruptedException {
    guest.succeed(
        "mkdir -p $(dirname %1$s); cat >%1$s <<'END'\n%2$s\nEND"
            .formatted(SETTINGS, String.join("\n", settings)));
  }

  /**
   * Runs with these settings beside the package's own, from now on; with none if there are none.
   */
  void configure(String... settings) throws InterruptedException {
    write(settings);
    guest.succeed("systemctl reload tscwatch");
  }

  /** What {@code /v1/status} says now. */
  Judgement status() throws InterruptedException {
    return new Judgement(get("/v1/status"));
  }

  /** What a path of the status endpoint says now. */
  JsonNode get(String path) throws InterruptedException {
    Answer answer = request(path);
    assertThat(answer.exitCode()).as("%s", answer).isZero();
    return answer.json();
  }

  /** By hand, for no JVM has to start for it. */
  private Answer request(String path) throws InterruptedException {
    return guest.run(
        """
        exec 3<>/dev/tcp/127.0.0.1/9742 &&
        printf 'GET %s HTTP/1.0\\r\\nHost: 127.0.0.1:9742\\r\\n\\r\\n' >&3 &&
        while read -r line <&3 && [[ $line != $'\\r' ]]; do :; done && cat <&3
        """
            .formatted(path));
  }

  /** Waits until the status is as wanted, and gives it. */
  Judgement awaitStatus(String what, Predicate<Judgement> wanted) throws InterruptedException {
    List<Judgement> seen = new ArrayList<>();
    await(
        what,
        () -> {
          Answer answer = request("/v1/status");
          if (answer.exitCode() != 0 || answer.output().isBlank()) {
            return false;
          }
          Judgement status = new Judgement(answer.json());
          if (wanted.test(status)) {
            seen.add(status);
          }
          return !seen.isEmpty();
        });
    return seen.get(0);
  }

  /** Waits until there is a finding with this code. */
  Judgement awaitFinding(String code) throws InterruptedException {
    return awaitStatus(code, status -> status.codes().contains(code));
  }

  /** Waits until there is no finding with this code. */
  Judgement awaitNoFinding(String code) throws InterruptedException {
    return awaitStatus("the end of " + code, status -> !status.codes().contains(code));
  }

  /** The events of the history since then, oldest first, that are of this kind. */
  List<JsonNode> history(String kind, Instant since) throws InterruptedException {
    JsonNode history = get("/v1/history?limit=10000&since=" + since);
    return StreamSupport.stream(history.path("events").spliterator(), false)
        .filter(event -> event.path("kind").asText().equals(kind))
        .toList();
  }

  /** The unit's journal entries since then with this message ID, oldest first. */
  List<JsonNode> journal(String messageId, Instant since) throws InterruptedException {
    String lines =
        guest.succeed(
            "journalctl --quiet --output=json -u tscwatch --since=@%d.%06d MESSAGE_ID=%s"
                .formatted(since.getEpochSecond(), since.getNano() / 1000, messageId));
    List<JsonNode> entries = new ArrayList<>();
    try {
      for (String line : lines.lines().toList()) {
        entries.add(JSON.readTree(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  /** Waits for journal entries since then with this message ID. */
  List<JsonNode> awaitJournal(String messageId, Instant since) throws InterruptedException {
    await(
        "journal entries with MESSAGE_ID=" + messageId, () -> !journal(messageId, since).isEmpty());
    return journal(messageId, since);
  }

  /**
   * Journal and history say since then that this finding was raised; gives the journal's entries.
   */
  List<JsonNode> assertRaised(String code, Instant since) throws InterruptedException {
    List<JsonNode> entries =
        journal(Messages.FINDING_RAISED, since).stream().filter(e -> about(e, code)).toList();
    assertThat(entries).as("lines of the journal for %s", code).isNotEmpty();
    assertThat(entries.get(0).path("TSCWATCH_SEVERITY").asText()).isNotEmpty();
    assertThat(entries.get(0).path("TSCWATCH_EVIDENCE").asText()).isNotEmpty();
    await(code + " in the history", () -> codes("finding-raised", since).anyMatch(code::equals));
    return entries;
  }

  /** Journal and history say since then that this finding is no more. */
  void assertCleared(String code, Instant since) throws InterruptedException {
    assertThat(journal(Messages.FINDING_CLEARED, since)).anyMatch(entry -> about(entry, code));
    await(
        "the end of " + code + " in the history",
        () -> codes("finding-cleared", since).anyMatch(code::equals));
  }

  /** Neither journal nor history has a verdict UNRELIABLE or a skew since then. */
  void assertNeverUnreliable(Instant since) throws InterruptedException {
    status().assertNotUnreliable();
    assertThat(journal(Messages.VERDICT_CHANGED, since))
        .noneMatch(entry -> entry.path("TSCWATCH_VERDICT").asText().equals("UNRELIABLE"));
    assertThat(history("verdict-changed", since))
        .noneMatch(event -> event.path("sentence").asText().startsWith("The TSC is UNRELIABLE"));
    assertThat(codes("finding-raised", since))
        .doesNotContain("skew.warp", "skew.beyond-limit", "skew.inconsistent", "skew.step");
  }

  private Stream<String> codes(String kind, Instant since) throws InterruptedException {
    return history(kind, since).stream().map(event -> event.path("code").asText());
  }

  private static boolean about(JsonNode entry, String code) {
    return entry.path("TSCWATCH_FINDING").asText().equals(code);
  }

  /** Waits until something is so; fails with what the journal says if it is not to be. */
  void await(String what, Condition condition) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "waited in vain for %s\n%s"
                .formatted(
                    what,
                    guest.run("systemctl status tscwatch; journalctl -u tscwatch -n 40").output()));
      }
      Thread.sleep(PACE.toMillis());
    }
  }

  /** Something that can be asked of the guest. */
  interface Condition {
    boolean holds() throws InterruptedException;
  }
}
