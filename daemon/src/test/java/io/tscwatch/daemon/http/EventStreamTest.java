package io.tscwatch.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tscwatch.daemon.WatchFixture;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class EventStreamTest {

  @Test
  void anEventReachesEveryClient() throws IOException {
    try (TestEndpoint server = TestEndpoint.start();
        RawClient one = open(server);
        RawClient other = open(server)) {
      server.live.event(WatchFixture.event(1));

      for (RawClient client : new RawClient[] {one, other}) {
        assertThat(client.lineBeginning("id:")).isEqualTo("id: run1-1");
        assertThat(client.line())
            .startsWith("data: {\"sequence\":1,\"at\":\"2026-03-01T12:00:01.000000000Z\"")
            .contains("ahead of CPU 0.\\nSecond line.");
        assertThat(client.line()).isEmpty();
      }
    }
  }

  @Test
  void aClientThatComesBackGetsWhatItMissed() throws IOException {
    try (TestEndpoint server = TestEndpoint.start()) {
      add(server, 1, 5);
      try (RawClient client = open(server, "Last-Event-ID: run1-3")) {
        assertThat(client.lineBeginning("id:")).isEqualTo("id: run1-4");
        assertThat(client.lineBeginning("id:")).isEqualTo("id: run1-5");
        add(server, 6, 6);
        assertThat(client.lineBeginning("id:")).isEqualTo("id: run1-6");
      }
    }
  }

  @Test
  void aClientThatWasAwayTooLongIsToldOfTheGap() throws IOException {
    try (TestEndpoint server = TestEndpoint.start(64, 16, 10, 30)) {
      add(server, 1, 50);
      try (RawClient client = open(server, "Last-Event-ID: run1-3")) {
        assertThat(client.lineBeginning("event:")).isEqualTo("event: gap");
        assertThat(client.line()).startsWith("data: {\"reason\":\"Events between");
        assertThat(client.lineBeginning("id:")).isEqualTo("id: run1-41");
      }
    }
  }

  @Test
  void aClientOfAnEarlierRunIsToldOfTheGapAndGetsAllOfThisRun() throws IOException {
    try (TestEndpoint server = TestEndpoint.start()) {
      add(server, 1, 2);
      try (RawClient client = open(server, "Last-Event-ID: run0-9999")) {
        assertThat(client.lineBeginning("event:")).isEqualTo("event: gap");
        assertThat(client.lineBeginning("id:")).isEqualTo("id: run1-1");
      }
    }
  }

  @Test
  void aClientThatNamesNoEventGetsOnlyNewOnes() throws IOException {
    try (TestEndpoint server = TestEndpoint.start()) {
      add(server, 1, 5);
      try (RawClient client = open(server)) {
        add(server, 6, 6);
        assertThat(client.lineBeginning("id:")).isEqualTo("id: run1-6");
      }
    }
  }

  @Test
  void aStreamIsKeptAliveBeyondTheIdleTimeout() throws IOException {
    try (TestEndpoint server = TestEndpoint.start(64, 16, 100, 1);
        RawClient client = open(server)) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.lineBeginning(": alive")).isEqualTo(": alive");
      }
    }
  }

  @Test
  void oneStreamTooManyIsRefusedUntilAnotherEnds() throws IOException {
    try (TestEndpoint server = TestEndpoint.start(64, 1, 100, 1)) {
      try (RawClient first = open(server)) {
        RawClient.Answer refused = server.get("/v1/events");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("retry-after")).isNotEmpty();
        assertThat(first.socket().isClosed()).isFalse();
      }
      await()
          .untilAsserted(
              () -> {
                try (RawClient next = server.client()) {
                  next.send("GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
                  assertThat(next.begin().status()).isEqualTo(200);
                }
              });
    }
  }

  @Test
  void closingTheEndpointEndsTheStreamsAtOnce() throws IOException {
    TestEndpoint server = TestEndpoint.start();
    try (RawClient client = open(server)) {
      long begun = System.nanoTime();
      server.close();

      assertThat(System.nanoTime() - begun).isLessThan(5_000_000_000L);
      assertThat(client.lineBeginning("0")).isEqualTo("0");
    }
  }

  static void add(TestEndpoint server, long from, long to) {
    for (long sequence = from; sequence <= to; sequence++) {
      server.live.event(WatchFixture.event(sequence));
    }
  }

  static RawClient open(TestEndpoint server, String... headers) throws IOException {
    RawClient client = server.client();
    client.send("GET /v1/events HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) {
      client.send(header + "\r\n");
    }
    client.send("\r\n");
    RawClient.Answer answer = client.begin();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("text/event-stream");
    client.lineBeginning("retry:");
    return client;
  }
}
