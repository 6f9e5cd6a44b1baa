package io.tscwatch.daemon.http;

import io.tscwatch.config.HttpSettings;
import io.tscwatch.config.Settings;
import io.tscwatch.config.format.ListenAddress;
import io.tscwatch.daemon.metrics.Metrics;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/**
 * The status endpoint. Give the {@link LiveWatch} to the watch as its listener; this shows it.
 *
 * <pre>{@code
 * LiveWatch live = new LiveWatch(settings, run);
 * Metrics metrics = new Metrics(version, live::current, () -> live.ready().holds());
 * HttpEndpoint endpoint = new HttpEndpoint(settings, live, history, metrics, version, run, List.of());
 * endpoint.start();
 * }</pre>
 */
public final class HttpEndpoint implements AutoCloseable {

  /** One waits for connections, the others answer; no client keeps one of them waiting. */
  private static final int MOST_THREADS = 6;

  private static final int THREAD_IDLE_MILLIS = 30_000;
  private static final int POOLED_BYTES = 1 << 20;
  private static final long NANOS_PER_MILLI = 1_000_000L;

  /** A client that has connected sends a header of 8 KiB in less, over any line. */
  private static final long LONGEST_REQUEST_NANOS = 10_000_000_000L;

  private static final long TICK_MILLIS = 1_000;
  private static final long LONGEST_HEARTBEAT_MILLIS = 15_000;

  private final Server server;
  private final ServerConnector connector;
  private final EventStreams streams;
  private final ConnectionTable connections;
  private final RequestGate gate;
  private final ListenAddress address;
  private final long heartbeatMillis;
  private final AtomicBoolean caring = new AtomicBoolean();

  /**
   * Does not listen yet.
   *
   * @param settings with an address to listen on
   * @param version of this program
   * @param run as the live watch has it
   * @param sections what others than the watch know, for the status
   * @throws IllegalArgumentException if the settings have no address to listen on
   */
  public HttpEndpoint(
      Settings settings,
      LiveWatch live,
      HistorySource history,
      Metrics metrics,
      String version,
      String run,
      List<StatusSection> sections) {
    HttpSettings http = settings.http();
    this.address =
        http.listen()
            .orElseThrow(() -> new IllegalArgumentException("there is no address to listen on"));
    long idleMillis = http.idleTimeoutNanos() / NANOS_PER_MILLI;
    this.heartbeatMillis = Math.min(LONGEST_HEARTBEAT_MILLIS, idleMillis / 3);
    // Jetty's own queue would ask the JVM's management for the size of a cache line, and load it.
    QueuedThreadPool threads =
        new QueuedThreadPool(MOST_THREADS, 1, THREAD_IDLE_MILLIS, new LinkedBlockingQueue<>());
    threads.setName("tscwatch-http");
    threads.setReservedThreads(0);
    threads.setDaemon(true);
    this.server =
        new Server(
            threads,
            new ScheduledExecutorScheduler("tscwatch-http-timer", true),
            new ArrayByteBufferPool(0, 4096, 65_536, 64, POOLED_BYTES, POOLED_BYTES));
    this.connector =
        new ServerConnector(server, 0, 1, new HttpConnectionFactory(configuration(http)));
    connector.setHost(address.host());
    connector.setPort(address.port());
    connector.setIdleTimeout(idleMillis);
    connector.setReuseAddress(true);
    this.connections =
        new ConnectionTable(
            http.maxConnections(),
            Math.min(LONGEST_REQUEST_NANOS, http.idleTimeoutNanos()),
            System::nanoTime);
    connector.addBean(connections);
    connector.addBean(
        new Connection.Listener() {
          @Override
          public void onOpened(Connection connection) {
            care();
          }
        });
    server.addConnector(connector);
    this.streams = new EventStreams(live.events(), http.maxEventStreams(), threads);
    Routes routes =
        new Routes(
            live,
            new StatusPage(live, history, version, run, sections),
            new HistoryPage(history, Instant::now),
            metrics);
    this.gate = new RequestGate(routes, streams, connections, HostRule.of(http));
    server.setHandler(gate);
    server.setErrorHandler(new ErrorReplies());
    server.setStopTimeout(0);
  }

  private static HttpConfiguration configuration(HttpSettings http) {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendXPoweredBy(false);
    configuration.setRequestHeaderSize(http.maxHeaderBytes());
    configuration.setResponseHeaderSize(4096);
    configuration.setInputBufferSize(4096);
    configuration.setOutputBufferSize(16_384);
    return configuration;
  }

  /**
   * Listens.
   *
   * @throws IOException with a sentence for the operator, if it cannot
   */
  public void start() throws IOException {
    try {
      server.start();
    } catch (IOException e) {
      throw new IOException("cannot listen on " + address + ": " + rootMessage(e), e);
    } catch (Exception e) {
      // Jetty declares it, for components that this server has not.
      throw new IllegalStateException("the status endpoint does not start", e);
    }
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  /** Takes care of the connections for as long as there are some: mostly there are none. */
  private void care() {
    if (connections.size() > 0 && caring.compareAndSet(false, true)) {
      scheduleCare(0);
    }
  }

  private void scheduleCare(long sinceHeartbeatMillis) {
    long tickMillis = Math.min(TICK_MILLIS, heartbeatMillis);
    server
        .getScheduler()
        .schedule(
            () -> {
              boolean due = sinceHeartbeatMillis + tickMillis >= heartbeatMillis;
              connections.closeLate();
              if (due) {
                streams.heartbeat();
              }
              if (connections.size() > 0) {
                scheduleCare(due ? 0 : sinceHeartbeatMillis + tickMillis);
              } else {
                caring.set(false);
                // One that was opened just now found that somebody took care already.
                care();
              }
            },
            tickMillis,
            TimeUnit.MILLISECONDS);
  }

  /** Uses the settings that can change while it runs: the allowed hosts. */
  public void reload(Settings settings) {
    gate.allow(HostRule.of(settings.http()));
  }

  /** The port that it listens on; of use where the settings leave it to the kernel. */
  public int port() {
    return connector.getLocalPort();
  }

  /** How many connections are open. */
  int connections() {
    return connections.size();
  }

  /** Ends the event streams and stops listening; returns when no thread of it runs any more. */
  @Override
  public void close() {
    streams.close();
    try {
      server.stop();
    } catch (Exception e) {
      // Jetty declares it, for components that this server has not.
      throw new IllegalStateException("the status endpoint does not stop", e);
    }
  }
}
