package io.tscwatch.daemon.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page for people: {@code /}, and the files that it consists of under {@code /page/}. They are
 * read from the class path each time they are asked for: that happens when somebody opens the page,
 * and costs no memory while nobody does.
 */
final class PageFiles {

  /** Beside this class, in the folder {@code page}. */
  static final List<String> NAMES =
      List.of(
          "style.css",
          "print.css",
          "icon.svg",
          "theme.js",
          "main.js",
          "address.js",
          "charts.js",
          "cpus.js",
          "dom.js",
          "events.js",
          "evidence.js",
          "explain.js",
          "findings.js",
          "format.js",
          "link.js",
          "markdown.js",
          "matrix.js",
          "matrix-cells.js",
          "matrix-paint.js",
          "matrix-view.js",
          "matrix-worker.js",
          "series.js",
          "verdict.js");

  /** The charts: MIT licence, from Maven Central as it is published to npm. */
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  /**
   * What the page may do: run and style itself and ask this daemon, nothing else. Workers have the
   * policy that they were sent with, so it goes with every file.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " worker-src 'self'; img-src 'self'; form-action 'none'; frame-ancestors 'none';"
          + " base-uri 'none'";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "js", "text/javascript;charset=utf-8",
          "svg", "image/svg+xml");

  /** The resource of each path. */
  private final Map<String, String> resources;

  PageFiles() {
    resources =
        Stream.concat(
                NAMES.stream().map(name -> Map.entry("/page/" + name, "page/" + name)),
                Stream.of(
                    Map.entry("/", "page/index.html"),
                    Map.entry("/page/lib/uplot.js", UPLOT + "uPlot.esm.js"),
                    Map.entry("/page/lib/uplot.css", UPLOT + "uPlot.min.css")))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The file at a path; empty if there is none. */
  Optional<Reply> reply(String path) {
    return Optional.ofNullable(resources.get(path)).map(PageFiles::document);
  }

  boolean has(String path) {
    return resources.containsKey(path);
  }

  private static Reply document(String resource) {
    String type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
    if (type == null) {
      throw new IllegalStateException("no content type for " + resource);
    }
    Reply.Document file = Resources.document(resource, type);
    return new Reply.Document(
        file.status(),
        file.contentType(),
        file.body(),
        file.entityTag(),
        Map.of("Content-Security-Policy", POLICY));
  }
}
