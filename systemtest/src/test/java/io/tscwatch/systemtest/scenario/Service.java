package io.tscwatch.systemtest.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tscwatch.systemtest.guest.Answer;
import io.tscwatch.systemtest.guest.Guest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The installed service of a guest, as systemd, the journal and the status endpoint show it. */
final class Service {

  /** How long the service may take for anything; a sweep a second is its pace. */
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static final Duration PACE = Duration.ofSeconds(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Guest guest;

  Service(Guest guest) {
    this.guest = guest;
  }

  /** A property of the unit, as systemctl show(1) names it. */
  String property(String name) throws InterruptedException {
    return guest.succeed("systemctl show --value --property=" + name + " tscwatch");
  }

  int pid() throws InterruptedException {
    return Integer.parseInt(property("MainPID"));
  }

  /** Waits until the service has said READY, and not by a process that was there before. */
  void awaitActive(int notPid) throws InterruptedException {
    await(
        "the service to be active",
        () -> property("ActiveState").equals("active") && pid() != notPid);
  }

  /** What /v1/status says now. A request by hand, for no JVM has to start for it. */
  JsonNode status() throws InterruptedException {
    Answer answer = get();
    if (answer.exitCode() != 0) {
      throw new AssertionError("no status\n" + answer);
    }
    return answer.json();
  }

  private Answer get() throws InterruptedException {
    return guest.run(
        "exec 3<>/dev/tcp/127.0.0.1/9742 && "
            + "printf 'GET /v1/status HTTP/1.0\\r\\nHost: 127.0.0.1:9742\\r\\n\\r\\n' >&3"
            + " && sed '1,/^\\r*$/d' <&3");
  }

  /** Waits until the status is as wanted, and gives it. */
  JsonNode awaitStatus(String what, Predicate<JsonNode> wanted) throws InterruptedException {
    JsonNode[] last = new JsonNode[1];
    await(
        what,
        () -> {
          Answer answer = get();
          if (answer.exitCode() != 0 || answer.output().isBlank()) {
            return false;
          }
          last[0] = answer.json();
          return wanted.test(last[0]);
        });
    return last[0];
  }

  /** All journal entries of the unit with this message ID, oldest first. */
  List<JsonNode> journal(String messageId) throws InterruptedException {
    String lines =
        guest.succeed("journalctl --quiet --output=json -u tscwatch MESSAGE_ID=" + messageId);
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

  /** Waits until the journal has more than so many entries with this message ID. */
  List<JsonNode> awaitJournal(String messageId, int moreThan) throws InterruptedException {
    await(
        "journal entries with MESSAGE_ID=" + messageId, () -> journal(messageId).size() > moreThan);
    return journal(messageId);
  }

  /** Waits until something is so; fails with what the journal says if it is not to be. */
  void await(String what, Condition condition) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "waited in vain for "
                + what
                + "\n"
                + guest.run("systemctl status tscwatch; journalctl -u tscwatch -n 40").output());
      }
      Thread.sleep(PACE.toMillis());
    }
  }

  /** Something that can be asked of the guest. */
  interface Condition {
    boolean holds() throws InterruptedException;
  }
}
