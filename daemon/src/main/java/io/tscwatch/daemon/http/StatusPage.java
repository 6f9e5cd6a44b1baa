package io.tscwatch.daemon.http;

import io.tscwatch.checks.watch.WatchStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/status}: made once for each status, however many ask. Safe for many threads. */
final class StatusPage {

  private final LiveWatch live;
  private final HistorySource history;
  private final String version;
  private final String run;
  private final List<StatusSection> sections;
  private Optional<Made> made = Optional.empty();
  private long count;

  private record Made(
      WatchStatus of,
      HistoryHealth health,
      long event,
      Map<String, StatusSection.Fields> others,
      Reply.Document reply) {}

  /**
   * Nothing made yet.
   *
   * @param version of this program
   * @param run tells this run of the daemon from others, in entity tags
   * @param sections what others than the watch know
   */
  StatusPage(
      LiveWatch live,
      HistorySource history,
      String version,
      String run,
      List<StatusSection> sections) {
    this.sections = List.copyOf(sections);
    this.live = live;
    this.history = history;
    this.version = version;
    this.run = run;
  }

  Reply reply() {
    WatchStatus status = live.current().orElseThrow(StatusPage::tooEarly);
    Map<String, StatusSection.Fields> others = new LinkedHashMap<>();
    sections.forEach(section -> others.put(section.name(), section.state().get()));
    return reply(status, history.health(), live.events().newest(), others);
  }

  /** The same status is the same object; comparing all of it would cost more than making it. */
  @SuppressWarnings("ReferenceEquality")
  private synchronized Reply reply(
      WatchStatus status,
      HistoryHealth health,
      long event,
      Map<String, StatusSection.Fields> others) {
    if (made.isPresent()) {
      Made last = made.get();
      if (last.of() == status
          && last.health().equals(health)
          && last.event() == event
          && last.others().equals(others)) {
        return last.reply();
      }
    }
    byte[] bytes = StatusDocument.bytes(status, health, version, live.events().id(event), others);
    count++;
    Reply.Document reply =
        Reply.Document.tagged("application/json", bytes, "\"" + run + "-" + count + "\"");
    made = Optional.of(new Made(status, health, event, others, reply));
    return reply;
  }

  static ProblemException tooEarly() {
    return new ProblemException(503, "Nothing has been measured yet.");
  }
}
