package io.tscwatch.daemon.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** A server that writes down what it is told, on loopback. */
final class Receiver implements AutoCloseable {

  record Request(String path, Headers headers, String body) {
    /** The event of a webhook's document, and what it is about. */
    String event() {
      return body.replaceAll("(?s).*\"event\":\"(\\w+)\".*?\"code\":\"([a-z.-]+)\".*", "$1 $2");
    }
  }

  private final HttpServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger status = new AtomicInteger(200);
  private volatile Optional<String> location = Optional.empty();

  Receiver(int port, Optional<SSLContext> tls) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    if (tls.isPresent()) {
      HttpsServer https = HttpsServer.create(address, 0);
      https.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
      server = https;
    } else {
      server = HttpServer.create(address, 0);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  static Receiver start() throws IOException {
    return new Receiver(0, Optional.empty());
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(
        new Request(
            exchange.getRequestURI().getPath(),
            exchange.getRequestHeaders(),
            new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
    location.ifPresent(where -> exchange.getResponseHeaders().set("Location", where));
    byte[] said = "noted\u001b[2J".getBytes(UTF_8);
    exchange.sendResponseHeaders(status.get(), said.length);
    exchange.getResponseBody().write(said);
    exchange.close();
  }

  void answerWith(int code) {
    status.set(code);
  }

  void redirectTo(String where) {
    status.set(307);
    location = Optional.of(where);
  }

  List<Request> requests() {
    return requests;
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
