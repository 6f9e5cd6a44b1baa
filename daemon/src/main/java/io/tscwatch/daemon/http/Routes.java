package io.tscwatch.daemon.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tscwatch.checks.bounds.ClosedMatrix;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.daemon.metrics.Metrics;
import io.tscwatch.daemon.report.MatrixPicture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * The paths, and what answers each. A path is compared as it was sent, letter for letter: nothing
 * is decoded, so nothing can be spelled another way.
 */
final class Routes {

  private static final String JSON = "application/json";

  private final Map<String, Route> routes = new LinkedHashMap<>();
  private final PageFiles page = new PageFiles();

  /**
   * Answers one path.
   *
   * @param parameters the names of its query parameters
   */
  private record Route(List<String> parameters, BiFunction<Query, HttpFields, Reply> answer) {}

  Routes(LiveWatch live, StatusPage status, HistoryPage history, Metrics metrics) {
    Reply.Document openApi = Resources.document("openapi.json", JSON);
    add("/v1/status", List.of(), (query, headers) -> status.reply());
    add("/v1/matrix", List.of("format"), (query, headers) -> matrix(live, query, headers));
    add("/v1/history", HistoryPage.PARAMETERS, (query, headers) -> history.reply(query));
    add("/v1/explain", ExplainPage.PARAMETERS, (query, headers) -> ExplainPage.reply(query));
    add("/v1/events", List.of("after"), Routes::events);
    add("/metrics", List.of(), (query, headers) -> metrics(metrics));
    add("/healthz", List.of(), (query, headers) -> probe(live.alive()));
    add("/readyz", List.of(), (query, headers) -> probe(live.ready()));
    add("/openapi.json", List.of(), (query, headers) -> openApi);
  }

  private void add(
      String path, List<String> parameters, BiFunction<Query, HttpFields, Reply> answer) {
    routes.put(path, new Route(parameters, answer));
  }

  /** Those for programs: without the page. */
  Set<String> paths() {
    return routes.keySet();
  }

  boolean has(String path) {
    return routes.containsKey(path) || page.has(path);
  }

  /**
   * The answer of a path that is there.
   *
   * @throws ProblemException if the request cannot be answered as it wants
   */
  Reply answer(String path, Optional<String> query, HttpFields headers) {
    Route route = routes.get(path);
    if (route == null) {
      Query.parse(query.orElse(""), List.of());
      return page.reply(path)
          .orElseThrow(() -> new IllegalArgumentException("no such path: " + path));
    }
    return route.answer().apply(Query.parse(query.orElse(""), route.parameters()), headers);
  }

  private static Reply probe(Condition condition) {
    return condition.holds()
        ? Reply.Document.of(
            "text/plain;charset=utf-8", ("ok: " + condition.reason() + "\n").getBytes(UTF_8))
        : Reply.Document.of(new Problem(503, condition.reason()), Map.of());
  }

  private static Reply metrics(Metrics metrics) {
    return Reply.Document.of(Metrics.CONTENT_TYPE, metrics.scrape());
  }

  private static Reply events(Query query, HttpFields headers) {
    Optional<String> header = Optional.ofNullable(headers.get("Last-Event-ID"));
    return new Reply.Events(query.value("after").or(() -> header));
  }

  private static Reply matrix(LiveWatch live, Query query, HttpFields headers) {
    WatchStatus status = live.current().orElseThrow(StatusPage::tooEarly);
    ClosedMatrix matrix = status.matrix().orElseThrow(StatusPage::tooEarly);
    String format = query.value("format").orElse(accepted(headers));
    return switch (format) {
      case "json" -> new Reply.Parts(JSON, MatrixDocument.json(status, matrix));
      case "csv" ->
          new Reply.Parts(
              "text/csv;charset=utf-8;header=present", MatrixDocument.csv(status, matrix));
      case "svg" ->
          Reply.Document.of("image/svg+xml", picture(status, matrix).svg().getBytes(UTF_8));
      case "text" ->
          Reply.Document.of(
              "text/plain;charset=utf-8", picture(status, matrix).text().getBytes(UTF_8));
      case "binary" ->
          new Reply.Parts(CompactMatrix.CONTENT_TYPE, CompactMatrix.parts(status, matrix));
      default ->
          throw new ProblemException(400, "format has to be json, csv, svg, text or binary.");
    };
  }

  private static MatrixPicture picture(WatchStatus status, ClosedMatrix matrix) {
    return new MatrixPicture(
        matrix, status.facts().topology(), status.frequency(), status.limits());
  }

  private static String accepted(HttpFields headers) {
    String accept = String.join(",", headers.getValuesList(HttpHeader.ACCEPT));
    String lower = accept.toLowerCase(Locale.ROOT);
    return lower.contains("text/csv") && !lower.contains(JSON) ? "csv" : "json";
  }
}
