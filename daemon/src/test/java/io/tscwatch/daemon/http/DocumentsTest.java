package io.tscwatch.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.config.Settings;
import io.tscwatch.daemon.WatchFixture;
import io.tscwatch.daemon.metrics.MetricSource;
import io.tscwatch.daemon.metrics.Metrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What is served, against the OpenAPI document that is served with it. */
class DocumentsTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  static List<String> scenarios() {
    return io.tscwatch.daemon.scenario.ScenarioFile.builtIn().stream()
        .filter(name -> !name.startsWith("2048"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void aStatusIsWhatTheSchemaSays(String scenario) throws IOException {
    try (TestEndpoint server = TestEndpoint.start()) {
      server.live.status(WatchFixture.of(scenario));

      assertValid("Status", server.get("/v1/status").body());
      assertValid("Matrix", server.get("/v1/matrix").body());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/history?since=2026-03-01T00:00:00Z",
        "/v1/history?since=2026-03-01T12:00:05%2B00:00&limit=3",
        "/v1/history?since=2026-03-01T00:00:00Z&series=offsets&cpu=2",
        "/v1/history?since=2026-03-01T00:00:00Z&series=rates",
        "/v1/history"
      })
  void theHistoryIsWhatTheSchemaSays(String path) throws IOException {
    try (TestEndpoint server = TestEndpoint.start()) {
      assertValid("History", server.get(path).body());
    }
  }

  @Test
  void ratesAgainstOneClockAreGivenToThoseWhoAskForThem() throws IOException {
    try (TestEndpoint server = TestEndpoint.start()) {
      String path = "/v1/history?since=2026-03-01T00:00:00Z&series=rates&witness=hpet";
      assertThat(json(server.get(path).body()).get("rates").values())
          .extracting(
              rate -> rate.get("witness").asString(),
              rate -> rate.get("minPicosPerSecond").asLong())
          .containsExactly(tuple("hpet", -799_500_000L));
    }
  }

  @Test
  void theNewestComeFirstIfThatIsAsked() throws IOException {
    try (TestEndpoint server = TestEndpoint.start()) {
      String body =
          server.get("/v1/history?since=2026-03-01T12:00:05Z&order=newest&limit=2").body();

      assertValid("History", body);
      assertThat(json(body).get("events").values())
          .extracting(event -> event.get("sequence").asInt())
          .containsExactly(10, 9);
      assertThat(json(body).get("more").asBoolean()).isTrue();
    }
  }

  @Test
  void aLimitSaysThatThereIsMore() throws IOException {
    try (TestEndpoint server = TestEndpoint.start()) {
      JsonNode some = json(server.get("/v1/history?since=2026-03-01T12:00:05Z&limit=3").body());
      JsonNode all = json(server.get("/v1/history?since=2026-03-01T12:00:05Z&limit=6").body());

      assertThat(some.get("events").values())
          .extracting(event -> event.get("sequence").asInt())
          .containsExactly(5, 6, 7);
      assertThat(some.get("more").asBoolean()).isTrue();
      assertThat(all.get("events")).hasSize(6);
      assertThat(all.get("more").asBoolean()).isFalse();
    }
  }

  @Test
  void aHistoryThatCannotBeReadIsSaidToBe() throws IOException {
    try (TestEndpoint server = TestEndpoint.start()) {
      server.live.status(WatchFixture.of("all-in-sync-2"));
      server.history.problem = Optional.of("the disk is full");

      assertThat(server.get("/v1/history").status()).isEqualTo(503);
      assertThat(server.get("/v1/history").body()).contains("the disk is full");
      JsonNode history = json(server.get("/v1/status").body()).get("history");
      assertThat(history.get("recording").asBoolean()).isFalse();
      assertThat(history.get("problem").asString()).isEqualTo("the disk is full");
    }
  }

  @Test
  void anEventIsWhatTheSchemaSays() {
    assertValid(
        "Event", new String(EventDocument.bytes(WatchFixture.event(7)), StandardCharsets.UTF_8));
  }

  @Test
  void aProblemIsWhatTheSchemaSays() {
    assertValid("Problem", new String(new Problem(421, "No.").bytes(), StandardCharsets.UTF_8));
  }

  @Test
  void theSchemaNoticesWhatIsMissing() {
    assertThat(schema("Event").validate("{\"sequence\":1}", InputFormat.JSON)).isNotEmpty();
    assertThat(schema("Status").validate("{}", InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void largeCountersAreStrings() throws IOException {
    try (TestEndpoint server = TestEndpoint.start()) {
      server.live.status(WatchFixture.of("one-cpu-500-ahead"));
      JsonNode status = json(server.get("/v1/status").body());

      assertThat(status.at("/counters/cpuNanos").asString()).isEqualTo("9007199254740993");
      assertThat(status.at("/verdict").asString()).isEqualTo("UNRELIABLE");
      assertThat(status.at("/startedAt").asString()).isEqualTo("2026-03-01T12:00:00.000000000Z");
      assertThat(status.at("/asOf").asString()).isEqualTo("2026-03-01T12:00:05.000000001Z");
    }
  }

  @Test
  void everyPathIsDescribedAndNoOther() throws IOException {
    Settings settings = Settings.defaults();
    LiveWatch live = new LiveWatch(settings, "r");
    MemoryHistory history = new MemoryHistory();
    Metrics metrics =
        new Metrics(
            "1", new MetricSource(Origin.THIS_MACHINE, live::current, () -> true, () -> true));
    Routes routes =
        new Routes(
            live,
            new StatusPage(live, history, "1", "r", List.of()),
            new HistoryPage(history, () -> Instant.EPOCH),
            metrics);
    Set<String> described = new TreeSet<>(openApi().get("paths").propertyNames());

    assertThat(described).isEqualTo(new TreeSet<>(routes.paths()));
  }

  @Test
  void everyPathThatIsDescribedAnswers() throws IOException {
    try (TestEndpoint server = TestEndpoint.start()) {
      server.live.status(WatchFixture.of("all-in-sync-2"));
      for (String path : openApi().get("paths").propertyNames()) {
        JsonNode ok = openApi().get("paths").get(path).at("/get/responses/200/content");
        RawClient.Answer head = server.send("HEAD " + path + " HTTP/1.1");

        assertThat(head.status()).as(path).isEqualTo(200);
        assertThat(ok.propertyNames())
            .as(path)
            .contains(head.header("content-type").replaceFirst(";.*", ""));
      }
    }
  }

  private static void assertValid(String schema, String json) {
    List<Error> errors = schema(schema).validate(json, InputFormat.JSON);
    assertThat(errors).as(json).isEmpty();
  }

  private static Schema schema(String name) {
    SchemaRegistry registry =
        SchemaRegistry.withDialect(
            Dialects.getDraft202012(),
            builder -> builder.schemas(java.util.Map.of("urn:tscwatch", openApiText())));
    return registry.getSchema(
        com.networknt.schema.SchemaLocation.of("urn:tscwatch#/components/schemas/" + name));
  }

  private static JsonNode openApi() {
    return json(openApiText());
  }

  private static JsonNode json(String text) {
    return MAPPER.readTree(text);
  }

  private static String openApiText() {
    return StandardCharsets.UTF_8
        .decode(Resources.document("openapi.json", "application/json").body())
        .toString();
  }
}
