package io.tscwatch.daemon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.config.MetricsSettings;
import io.tscwatch.daemon.WatchFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a collector is sent, decoded by the protocol's own classes. */
class OtlpPushTest {

  private static final long HOUR_NANOS = 3_600_000_000_000L;

  private final List<ExportMetricsServiceRequest> pushed = new CopyOnWriteArrayList<>();
  private final List<String> types = new CopyOnWriteArrayList<>();
  private HttpServer collector;

  @BeforeEach
  void listen() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/metrics",
        exchange -> {
          types.add(exchange.getRequestHeaders().getFirst("Content-Type"));
          pushed.add(ExportMetricsServiceRequest.parseFrom(exchange.getRequestBody()));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
  }

  @AfterEach
  void close() {
    collector.stop(0);
  }

  private OtlpPush start(long everyNanos) {
    URI endpoint =
        URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/metrics");
    return OtlpPush.start(
            new MetricsSettings(Optional.of(endpoint), everyNanos),
            "1.2.3",
            new MetricSource(
                Origin.THIS_MACHINE,
                () -> Optional.of(WatchFixture.of("one-cpu-500-ahead")),
                () -> true,
                () -> false))
        .orElseThrow();
  }

  private Metric last(String name) {
    return pushed
        .get(pushed.size() - 1)
        .getResourceMetrics(0)
        .getScopeMetrics(0)
        .getMetricsList()
        .stream()
        .filter(metric -> metric.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String label(NumberDataPoint point, String key) {
    return point.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .map(attribute -> attribute.getValue().getStringValue())
        .findFirst()
        .orElse("");
  }

  @Test
  void aCollectorIsSentTheVerdictAndWhoseItIs() {
    try (OtlpPush push = start(1_000_000_000L)) {
      assertThat(push).isNotNull();
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !pushed.isEmpty());
    }

    assertThat(types).containsOnly("application/x-protobuf");
    assertThat(
            pushed.get(0).getResourceMetrics(0).getResource().getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals("service.name"))
                .map(attribute -> attribute.getValue().getStringValue()))
        .containsExactly("tscwatch");
    List<NumberDataPoint> verdicts = last("tscwatch.verdict").getGauge().getDataPointsList();
    assertThat(verdicts).hasSize(3);
    assertThat(verdicts)
        .filteredOn(point -> point.getAsDouble() == 1)
        .extracting(point -> label(point, "verdict"))
        .containsExactly("unreliable");
    assertThat(last("tscwatch.exchanges").getSum().getDataPoints(0).getAsDouble()).isEqualTo(40);
    assertThat(last("tscwatch.exchanges").getSum().getIsMonotonic()).isTrue();
  }

  @Test
  void aStopSendsWhatWasNotSentYet() {
    start(HOUR_NANOS).close();

    assertThat(pushed).hasSize(1);
    assertThat(last("tscwatch.verdict").getGauge().getDataPointsCount()).isEqualTo(3);
  }

  @Test
  void aCollectorThatIsGoneHoldsUpNoStop() {
    OtlpPush push = start(HOUR_NANOS);
    collector.stop(0);

    push.close();

    assertThat(pushed).isEmpty();
  }

  @Test
  void withoutAnEndpointNothingIsPushed() {
    assertThat(
            OtlpPush.start(
                new MetricsSettings(Optional.empty(), HOUR_NANOS),
                "1",
                new MetricSource(Origin.THIS_MACHINE, Optional::empty, () -> true, () -> false)))
        .isEmpty();
  }
}
