package io.tscwatch.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tscwatch.daemon.WatchFixture;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever some clients do, the others are answered and memory does not grow. */
class HostileClientsTest {

  private static final int CONNECTIONS = 64;
  private static final long MEBI = 1 << 20;

  private final List<RawClient> hostile = new ArrayList<>();
  private TestEndpoint server;

  @BeforeEach
  void start() throws IOException {
    server = TestEndpoint.start(CONNECTIONS, 16, 200, 30);
    server.live.status(WatchFixture.of("all-in-sync-2"));
    assertGoodClientsAreServed();
  }

  @AfterEach
  void stop() throws IOException {
    for (RawClient client : hostile) {
      client.close();
    }
    server.close();
  }

  @Test
  void twoHundredHalfOpenConnectionsKeepNobodyOut() throws IOException {
    long before = usedBytes();
    for (int i = 0; i < 200; i++) {
      hostile.add(server.client());
      hostile.get(i).send("GET /v1/status HTTP/1.1\r\nHost: loc");
      if (i % 20 == 0) {
        assertGoodClientsAreServed();
      }
    }
    assertGoodClientsAreServed();

    assertThat(usedBytes() - before).isLessThan(8 * MEBI);
    await().untilAsserted(() -> assertThat(server.endpoint.connections()).isLessThan(65));
  }

  @Test
  void connectionsThatAreBeingAnsweredDoNotGiveWay() throws IOException {
    try (RawClient stream = EventStreamTest.open(server)) {
      for (int i = 0; i < 200; i++) {
        hostile.add(server.client());
      }
      EventStreamTest.add(server, 1, 1);

      assertThat(stream.lineBeginning("id:")).isEqualTo("id: run1-1");
    }
  }

  @Test
  void headersOfTenMebibytesAreCutOff() throws IOException {
    long before = usedBytes();
    byte[] filler =
        ("X-Filler: " + "x".repeat(65_000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 5; i++) {
      RawClient client = server.client();
      hostile.add(client);
      client.send("GET /v1/status HTTP/1.1\r\nHost: localhost\r\n");
      boolean cutOff = false;
      try {
        for (long sent = 0; sent < 10 * MEBI; sent += filler.length) {
          client.send(filler);
        }
      } catch (SocketException e) {
        cutOff = true;
      }
      assertThat(cutOff).isTrue();
      assertGoodClientsAreServed();
    }
    assertThat(usedBytes() - before).isLessThan(8 * MEBI);
  }

  @Test
  void aReaderOfTheEventStreamThatIsTooSlowIsDroppedWithTheReason() throws IOException {
    RawClient slow = server.client();
    hostile.add(slow);
    slow.socket().setReceiveBufferSize(65_536);
    slow.send("GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertThat(slow.begin().status()).isEqualTo(200);
    long before = usedBytes();
    try (RawClient quick = EventStreamTest.open(server)) {
      // 12 MiB: more than the buffers of two sockets; a few at a time, so the quick one keeps up.
      String sentence = "x".repeat(4000);
      for (long sequence = 1; sequence <= 3000; sequence++) {
        server.live.event(WatchFixture.event(sequence, sentence));
        if (sequence % 100 == 0) {
          assertThat(quick.lineBeginning("id: run1-" + sequence)).isNotEmpty();
        }
      }
      assertThat(usedBytes() - before).isLessThan(8 * MEBI);
    }
    assertGoodClientsAreServed();

    assertThat(slow.lineBeginning("event: dropped")).isEqualTo("event: dropped");
    assertThat(slow.line()).contains("more slowly than events come");
  }

  @Test
  void manyWhoNeverReadTheirAnswersTakeNoThread() throws IOException {
    for (int i = 0; i < 30; i++) {
      RawClient client = server.client();
      hostile.add(client);
      client.socket().setReceiveBufferSize(65_536);
      client.send("GET /v1/status HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(2000));
    }
    assertGoodClientsAreServed();
  }

  private void assertGoodClientsAreServed() throws IOException {
    for (int i = 0; i < 3; i++) {
      long begun = System.nanoTime();
      assertThat(server.get("/v1/status").status()).isEqualTo(200);
      assertThat(System.nanoTime() - begun).isLessThan(5_000_000_000L);
    }
  }

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
