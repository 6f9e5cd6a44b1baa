package io.tscwatch.daemon.http;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Lets through what is asked rightly, and sends the answer. */
final class RequestGate extends Handler.Abstract {

  private static final int PIECE_BYTES = 64 * 1024;
  private static final Map<String, String> ALLOW = Map.of("Allow", "GET, HEAD");
  private static final Map<String, String> CLOSE = Map.of("Connection", "close");
  private static final Map<String, String> RETRY = Map.of("Retry-After", "5");

  private final Routes routes;
  private final EventStreams streams;
  private final ConnectionTable connections;
  private volatile HostRule hosts;

  RequestGate(Routes routes, EventStreams streams, ConnectionTable connections, HostRule hosts) {
    this.routes = routes;
    this.streams = streams;
    this.connections = connections;
    this.hosts = hosts;
  }

  /** Uses another rule from now on. */
  void allow(HostRule rule) {
    hosts = rule;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Connection connection = request.getConnectionMetaData().getConnection();
    connections.answering(connection);
    Request.addCompletionListener(request, failure -> connections.answered(connection));
    CommonHeaders.addTo(response.getHeaders());
    send(answer(request), request, response, callback);
    return true;
  }

  private Reply answer(Request request) {
    String path = request.getHttpURI().getPath();
    if (!hosts.allows(Request.getServerName(request))) {
      return refusal(HttpStatus.MISDIRECTED_REQUEST_421, "This is no host of that name.", CLOSE);
    }
    if (path == null || !routes.has(path)) {
      return refusal(
          HttpStatus.NOT_FOUND_404,
          "There is nothing here; /openapi.json lists what there is.",
          Map.of());
    }
    if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
      return refusal(
          HttpStatus.METHOD_NOT_ALLOWED_405,
          "Everything here can be read and nothing else.",
          ALLOW);
    }
    if (request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)) {
      return refusal(HttpStatus.PAYLOAD_TOO_LARGE_413, "A request here has no body.", CLOSE);
    }
    try {
      return routes.answer(
          path, Optional.ofNullable(request.getHttpURI().getQuery()), request.getHeaders());
    } catch (ProblemException e) {
      Problem problem = e.problem();
      return Reply.Document.of(problem, problem.status() == 503 ? RETRY : Map.of());
    }
  }

  private static Reply refusal(int status, String detail, Map<String, String> headers) {
    return Reply.Document.of(new Problem(status, detail), headers);
  }

  private void send(Reply reply, Request request, Response response, Callback callback) {
    if (reply instanceof Reply.Document document) {
      document(document, request, response, callback);
    } else if (reply instanceof Reply.Parts parts) {
      parts(parts, request, response, callback);
    } else if (reply instanceof Reply.Events events) {
      events(events, request, response, callback);
    }
  }

  private static void document(
      Reply.Document document, Request request, Response response, Callback callback) {
    HttpFields.Mutable headers = response.getHeaders();
    document.headers().forEach(headers::put);
    boolean unchanged = false;
    if (document.entityTag().isPresent()) {
      String tag = document.entityTag().get();
      headers.put(HttpHeader.ETAG, tag);
      headers.put(HttpHeader.CACHE_CONTROL, "no-cache");
      unchanged = has(request.getHeaders(), tag);
    } else {
      headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    }
    if (unchanged) {
      response.setStatus(HttpStatus.NOT_MODIFIED_304);
      response.write(true, ByteBuffer.allocate(0), callback);
      return;
    }
    response.setStatus(document.status());
    headers.put(HttpHeader.CONTENT_TYPE, document.contentType());
    headers.put(HttpHeader.CONTENT_LENGTH, document.body().remaining());
    body(BodyWriter.pieces(document.body(), PIECE_BYTES), request, response, callback);
  }

  private static void parts(
      Reply.Parts parts, Request request, Response response, Callback callback) {
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, parts.contentType());
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    headers.put(HttpHeader.VARY, "Accept");
    Iterator<byte[]> bytes = parts.parts();
    Iterator<ByteBuffer> buffers =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return bytes.hasNext();
          }

          @Override
          public ByteBuffer next() {
            return ByteBuffer.wrap(bytes.next());
          }
        };
    body(buffers, request, response, callback);
  }

  private static void body(
      Iterator<ByteBuffer> parts, Request request, Response response, Callback callback) {
    if (HttpMethod.HEAD.is(request.getMethod())) {
      response.write(true, ByteBuffer.allocate(0), callback);
    } else {
      BodyWriter.send(parts, response, callback);
    }
  }

  private void events(Reply.Events events, Request request, Response response, Callback callback) {
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    if (HttpMethod.HEAD.is(request.getMethod())) {
      response.write(true, ByteBuffer.allocate(0), callback);
      return;
    }
    connections.streaming(request.getConnectionMetaData().getConnection());
    if (!streams.open(events.lastEventId(), response, callback)) {
      Problem problem = new Problem(503, "As many event streams are open as may be.");
      document(Reply.Document.of(problem, RETRY), request, response, callback);
    }
  }

  /** RFC 9110, 13.1.2: compared weakly. */
  private static boolean has(HttpFields headers, String tag) {
    for (HttpField field : headers.getFields(HttpHeader.IF_NONE_MATCH)) {
      for (String value : field.getValueList()) {
        String strong = value.startsWith("W/") ? value.substring(2) : value;
        if (strong.equals(tag) || value.equals("*")) {
          return true;
        }
      }
    }
    return false;
  }
}
