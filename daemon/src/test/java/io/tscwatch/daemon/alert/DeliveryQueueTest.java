package io.tscwatch.daemon.alert;

import static io.tscwatch.daemon.alert.Examples.CONTEXT;
import static io.tscwatch.daemon.alert.Examples.NOON;
import static io.tscwatch.daemon.alert.Examples.SECOND;
import static io.tscwatch.daemon.alert.Examples.alert;
import static io.tscwatch.daemon.alert.Examples.delivery;
import static io.tscwatch.daemon.alert.Examples.warp;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tscwatch.daemon.alert.DeliveryQueue.Parcel;
import io.tscwatch.daemon.history.KeptDelivery;
import io.tscwatch.daemon.history.Outbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryQueueTest {

  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(WebhookDocument.schema(), InputFormat.JSON);

  @TempDir private Path folder;

  /** What the file would hold. */
  private final Map<Long, KeptDelivery> kept = new LinkedHashMap<>();

  private void keep(Outbox.Change change) {
    if (change instanceof Outbox.Put put) {
      kept.put(put.delivery().id(), put.delivery());
    } else if (change instanceof Outbox.Drop drop) {
      kept.remove(drop.id());
    }
  }

  private AlertmanagerQueue alertmanager() {
    return new AlertmanagerQueue(
        Examples.target(
            folder, "{ name: ops, type: alertmanager, url: 'http://h/', resend-every: 1min }"),
        this::keep);
  }

  private static String body(Optional<Parcel> parcel) {
    return parcel.orElseThrow().body();
  }

  private static Optional<Parcel> next(DeliveryQueue queue, long seconds) {
    return queue.next(CONTEXT, seconds * SECOND, NOON + seconds * SECOND);
  }

  @Test
  void aWebhookIsToldEveryTransitionInOrder() {
    WebhookQueue queue = new WebhookQueue(10, this::keep);
    for (long id = 1; id <= 3; id++) {
      queue.add(delivery(id, id % 2 == 1 ? "firing" : "resolved", warp("7")), List.of());
    }
    List<String> told = new ArrayList<>();
    for (Optional<Parcel> p = next(queue, 0); p.isPresent(); p = next(queue, 0)) {
      told.add(body(p).replaceAll(".*\"id\":\"(\\d+)\",\"event\":\"(\\w+)\".*", "$1 $2"));
      queue.done(p.get(), 0);
    }

    assertThat(told).containsExactly("1 firing", "2 resolved", "3 firing");
    assertThat(kept).isEmpty();
  }

  @Test
  void whatIsTooMuchForAWebhookIsDroppedInItsMiddleAndSaysHowMuchItWas() {
    WebhookQueue queue = new WebhookQueue(10, this::keep);
    queue.add(delivery(1, "firing", warp("7")), List.of());
    Parcel onItsWay = next(queue, 0).orElseThrow();
    for (long id = 2; id <= 100; id++) {
      queue.add(delivery(id, "firing", warp("7")), List.of());
    }
    queue.done(onItsWay, 0);

    assertThat(queue.pending()).hasSize(9);
    KeptDelivery note = queue.pending().get(0);
    assertThat(note.event()).isEqualTo("missed");
    assertThat(note.missed() + queue.pending().size() - 1 + 1).isEqualTo(100);
    assertThat(queue.dropped()).isEqualTo(note.missed());
    assertThat(queue.pending().get(1).id()).isEqualTo(note.id() + 1);
    assertThat(kept.keySet())
        .containsExactlyInAnyOrderElementsOf(
            queue.pending().stream().map(KeptDelivery::id).toList());
    assertThat(SCHEMA.validate(body(next(queue, 0)), InputFormat.JSON)).isEmpty();
  }

  @Test
  void theDocumentIsThatOfThePublishedSchema() {
    for (String event : List.of("firing", "changed", "resolved", "test")) {
      String document = WebhookDocument.json(delivery(1, event, warp("7")), CONTEXT);
      assertThat(SCHEMA.validate(document, InputFormat.JSON)).isEmpty();
    }
    assertThat(SCHEMA.validate("{\"format\":\"tscwatch-alert/1\"}", InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void anAlertmanagerIsToldOfWhatHoldsAgainBeforeItForgets() {
    AlertmanagerQueue queue = alertmanager();
    queue.add(delivery(1, "firing", warp("7")), List.of(warp("7")));
    Parcel first = next(queue, 1).orElseThrow();
    queue.done(first, SECOND);

    // 12:00:01 and four minutes.
    assertThat(first.body())
        .contains("\"startsAt\":\"2026-03-01T12:00:00.000000000Z\"")
        .contains("\"endsAt\":\"2026-03-01T12:04:01.000000000Z\"")
        .contains("\"alertname\":\"TscSkewWarp\"", "\"cpus\":\"7\"", "\"cluster\":\"a\"")
        .contains("\"generatorURL\":\"http://node7:9742/\"");
    assertThat(next(queue, 60)).isEmpty();
    assertThat(body(next(queue, 61))).contains("\"endsAt\":\"2026-03-01T12:05:01.000000000Z\"");
    assertThat(next(queue, 61).orElseThrow().ids()).isEmpty();
  }

  @Test
  void whatIsResolvedEndsWhenItDidAndIsToldUntilItWasHeard() {
    AlertmanagerQueue queue = alertmanager();
    queue.add(delivery(5, "resolved", warp("7")), List.of());

    assertThat(body(next(queue, 500))).contains("\"endsAt\":\"2026-03-01T12:00:05.000000000Z\"");
    assertThat(kept).containsOnlyKeys(5L);
    queue.done(next(queue, 500).orElseThrow(), 500 * SECOND);
    assertThat(next(queue, 1_000)).isEmpty();
    assertThat(kept).isEmpty();
  }

  @Test
  void howeverOftenAnAlertFlapsOnlyItsLastStateWaitsForAnAlertmanager() {
    AlertmanagerQueue queue = alertmanager();
    for (long id = 1; id < 1_000; id += 2) {
      queue.add(delivery(id, "firing", warp("7")), List.of(warp("7")));
      queue.add(delivery(id + 1, "resolved", warp("7")), List.of());
    }

    assertThat(queue.pending()).extracting(KeptDelivery::id).containsExactly(1_000L);
    assertThat(kept).containsOnlyKeys(1_000L);
  }

  @Test
  void newsThatCameWhileAParcelWasOnItsWayIsStillNews() {
    AlertmanagerQueue queue = alertmanager();
    queue.add(delivery(1, "firing", warp("7")), List.of(warp("7")));
    Parcel onItsWay = next(queue, 1).orElseThrow();
    queue.add(delivery(2, "resolved", warp("7")), List.of());
    queue.done(onItsWay, SECOND);

    assertThat(next(queue, 1).orElseThrow().ids()).containsExactly(2L);
  }

  @Test
  void anAlertNeverEndsBeforeItStarted() {
    AlertmanagerQueue queue = alertmanager();
    queue.add(
        delivery(1, "resolved", alert("skew.warp", "critical", "7", NOON + 60 * SECOND)),
        List.of());

    assertThat(body(next(queue, 1)))
        .contains("\"startsAt\":\"2026-03-01T12:01:00.000000000Z\"")
        .contains("\"endsAt\":\"2026-03-01T12:01:00.000000001Z\"");
  }

  @Test
  void pausesDoubleUpToAMinuteAndAreNeverMoreThanHalved() {
    assertThat(Stream.of(1, 2, 3, 7, 8, 1_000).map(n -> Backoff.pauseNanos(n, 0) / SECOND))
        .containsExactly(1L, 2L, 4L, 60L, 60L, 60L);
    assertThat(Backoff.pauseNanos(1_000, 0.999_999)).isGreaterThanOrEqualTo(30 * SECOND);
  }
}
