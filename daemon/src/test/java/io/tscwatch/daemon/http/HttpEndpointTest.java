package io.tscwatch.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.daemon.WatchFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One endpoint that is asked rightly and wrongly. */
class HttpEndpointTest {

  private static TestEndpoint server;

  @BeforeAll
  static void start() throws IOException {
    server = TestEndpoint.start();
    server.live.status(WatchFixture.of("one-cpu-500-ahead"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyAnswerKeepsBrowsersOfOtherSitesOutAndDoesNotNameTheServer() throws IOException {
    for (String path : new String[] {"/v1/status", "/", "/nothing", "/metrics", "/%2e%2e/x"}) {
      RawClient.Answer answer = server.get(path);

      assertThat(answer.header("x-content-type-options")).as(path).isEqualTo("nosniff");
      assertThat(answer.header("content-security-policy")).as(path).contains("default-src 'none'");
      assertThat(answer.headers()).as(path).doesNotContainKeys("server", "x-powered-by");
      assertThat(answer.headers()).as(path).doesNotContainKey("access-control-allow-origin");
    }
  }

  @Test
  void anUnchangedStatusIsNotSentAgain() throws IOException {
    RawClient.Answer first = server.get("/v1/status");
    String tag = first.header("etag");

    RawClient.Answer same = server.get("/v1/status", "If-None-Match: \"other\", W/" + tag);
    server.live.status(WatchFixture.of("one-cpu-500-ahead"));
    RawClient.Answer changed = server.get("/v1/status", "If-None-Match: " + tag);

    assertThat(first.header("cache-control")).isEqualTo("no-cache");
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.header("etag")).isEqualTo(tag);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("etag")).isNotEqualTo(tag);
  }

  @Test
  void whatMustNotBeKeptSaysSo() throws IOException {
    for (String path : new String[] {"/metrics", "/healthz", "/readyz", "/v1/matrix"}) {
      assertThat(server.get(path).header("cache-control")).as(path).isEqualTo("no-store");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1/status", "/metrics", "/healthz", "/readyz", "/openapi.json"})
  void headIsGetWithoutTheBody(String path) throws IOException {
    RawClient.Answer get = server.get(path);
    RawClient.Answer head = server.send("HEAD " + path + " HTTP/1.1");

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("content-type")).isEqualTo(get.header("content-type"));
    if (!path.equals("/metrics")) {
      assertThat(head.header("content-length"))
          .isEqualTo(Integer.toString(get.body().getBytes(StandardCharsets.UTF_8).length));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "BREW"})
  void nothingCanBeChanged(String method) throws IOException {
    RawClient.Answer answer = server.send(method + " /v1/status HTTP/1.1");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("allow")).isEqualTo("GET, HEAD");
    assertProblem(answer, 405);
  }

  @Test
  void aRequestHasNoBody() throws IOException {
    try (RawClient client = server.client()) {
      client.send("GET /v1/status HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody");

      assertProblem(client.answer(false), 413);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "LOCALHOST:80", "127.0.0.1", "[::1]:9742", "clocks.example:8080"})
  void namesOfThisMachineAndAllowedOnesAreRight(String host) throws IOException {
    assertThat(server.get("/healthz", "Host: " + host).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:9742",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "192.168.1.1",
        "localhost."
      })
  void aNameThatWasReboundToThisMachineIsRefused(String host) throws IOException {
    assertProblem(server.get("/v1/status", "Host: " + host), 421);
  }

  @Test
  void aTargetWithAnotherHostIsRefusedWhateverTheHeaderSays() throws IOException {
    RawClient.Answer answer =
        server.send("GET http://evil.example/v1/status HTTP/1.1", "Host: evil.example");

    assertProblem(answer, 421);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/../v1/status",
        "/v1/%2e%2e/v1/status",
        "//v1/status",
        "/v1//status",
        "/v1/status/",
        "/v1/status;x=y",
        "/v1%2fstatus",
        "/v1/%73tatus",
        "/v1/status%00",
        "/v1/status%00.json",
        "/v1/./status",
        "/V1/STATUS",
        "/v1\\status",
        "/v1/status%",
        "/../../etc/passwd",
        "/%c0%ae%c0%ae/"
      })
  void aPathHasOneSpellingOnly(String path) throws IOException {
    RawClient.Answer answer = server.get(path);

    assertThat(answer.status()).isIn(400, 404);
    assertProblem(answer, answer.status());
  }

  @Test
  void aHeaderThatIsTooLargeIsRefused() throws IOException {
    assertProblem(server.get("/v1/status", "X-Filler: " + "x".repeat(9_000)), 431);
  }

  @Test
  void aPathThatIsTooLongIsRefused() throws IOException {
    assertProblem(server.get("/v1/status?" + "x".repeat(9_000)), 414);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/status?x=1",
        "/v1/matrix?format=xml",
        "/v1/matrix?format=csv&format=json",
        "/v1/history?since=yesterday",
        "/v1/history?since=9999999999-01-01T00:00:00Z",
        "/v1/history?limit=0",
        "/v1/history?limit=99999999999",
        "/v1/history?series=all",
        "/v1/history?order=random",
        "/v1/history?order=newest&series=offsets",
        "/v1/history?order=newest&series=rates",
        "/v1/history?cpu=-1",
        "/v1/history?since=%zz"
      })
  void aWrongParameterIsNamed(String path) throws IOException {
    assertProblem(server.get(path), 400);
  }

  @Test
  void whatIsNoHttpIsRefused() throws IOException {
    try (RawClient client = server.client()) {
      client.send("\u0016\u0003\u0001\u0002\u0000\r\n\r\n");

      assertProblem(client.answer(false), 400);
    }
  }

  @Test
  void theMatrixIsCsvForThoseWhoAskForIt() throws IOException {
    String byParameter = server.get("/v1/matrix?format=csv").body();
    String byHeader = server.get("/v1/matrix", "Accept: text/csv").body();

    assertThat(byParameter).startsWith("cpu,against,distance,").contains("\r\n1,0,");
    assertThat(byHeader).isEqualTo(byParameter);
  }

  @Test
  void theMatrixIsAPictureToo() throws IOException {
    RawClient.Answer svg = server.get("/v1/matrix?format=svg");

    assertThat(svg.header("content-type")).isEqualTo("image/svg+xml");
    assertThat(svg.body())
        .startsWith("<svg xmlns=")
        .contains("fill=\"#c8371f\" stroke=\"#000\" stroke-width=\"2\" d=\"M", "proven apart")
        .doesNotContain("style", "<script");
    assertThat(server.get("/v1/matrix?format=text").body()).contains("X", "proven apart");
  }

  @Test
  void aFindingIsExplainedToThoseWhoAsk() throws IOException {
    RawClient.Answer page = server.get("/v1/explain?code=skew.warp");

    assertThat(page.header("content-type")).isEqualTo("text/markdown;charset=utf-8");
    assertThat(page.body()).startsWith("# skew.warp\n").contains("## How it is proven");
    assertThat(server.get("/v1/explain").body()).contains("\"skew.warp\"", "\"adjust.changed\"");
    assertProblem(server.get("/v1/explain?code=skew.wrap"), 404);
    assertProblem(server.get("/v1/explain?kind=skew.warp"), 400);
  }

  @Test
  void probesSayWhy() throws IOException {
    RawClient.Answer health = server.get("/healthz");

    assertThat(health.status()).isEqualTo(200);
    assertThat(health.body()).startsWith("ok: the last tick was ");
    assertThat(server.get("/readyz").body()).contains("the oldest evidence is ");
  }

  @Test
  void beforeTheFirstStatusThereIsNothingToSay() throws IOException {
    try (TestEndpoint young = TestEndpoint.start()) {
      assertProblem(young.get("/v1/status"), 503);
      assertProblem(young.get("/v1/matrix"), 503);
      assertProblem(young.get("/readyz"), 503);
      assertThat(young.get("/v1/status").header("retry-after")).isNotEmpty();
      assertThat(young.get("/healthz").status()).isEqualTo(200);
      assertThat(young.get("/metrics").body()).contains("tscwatch_ready{simulated=");
    }
  }

  private static void assertProblem(RawClient.Answer answer, int status) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
    assertThat(answer.body()).contains("\"status\":" + status, "\"detail\":\"");
    assertThat(answer.body()).doesNotContain("Exception", "\tat ");
  }
}
