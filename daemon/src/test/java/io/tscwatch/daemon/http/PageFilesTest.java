package io.tscwatch.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page's files as they are served; what they do, a browser tries. */
class PageFilesTest {

  /** Imports of modules, and addresses in the document. */
  private static final Pattern REFERENCE =
      Pattern.compile("(?:from '|import '|href=\"|src=\"|Worker\\(')([./][^'\"?#]*)['\"]");

  private static TestEndpoint server;

  @BeforeAll
  static void start() throws IOException {
    server = TestEndpoint.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyFileOfTheFolderIsServedWithItsTypeAndThePagesPolicy() throws Exception {
    for (String name : folder()) {
      String path = name.equals("index.html") ? "/" : "/page/" + name;
      RawClient.Answer answer = server.get(path);

      assertThat(answer.status()).as(path).isEqualTo(200);
      assertThat(answer.header("content-type"))
          .as(path)
          .matches("(text/(html|css|javascript);charset=utf-8|image/svg\\+xml)");
      assertThat(answer.header("content-security-policy"))
          .as(path)
          .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
          .doesNotContain("unsafe", "http", "*");
    }
  }

  @Test
  void everyFileThatIsNamedInAnotherIsServed() throws Exception {
    for (String name : folder()) {
      String base = name.equals("index.html") ? "/" : "/page/" + name;
      Matcher reference = REFERENCE.matcher(server.get(base).body());
      while (reference.find()) {
        String path = Path.of("/page").resolve(reference.group(1)).normalize().toString();
        if (path.startsWith("/page/")) {
          assertThat(server.get(path).status()).as(path + " in " + name).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void theChartLibraryComesFromItsJar() throws IOException {
    assertThat(server.get("/page/lib/uplot.js").body()).contains("export { uPlot as default }");
    assertThat(server.get("/page/lib/uplot.css").body()).contains(".uplot");
  }

  @Test
  void anUnchangedFileIsNotSentAgain() throws IOException {
    RawClient.Answer first = server.get("/page/main.js");
    RawClient.Answer again = server.get("/page/main.js", "If-None-Match: " + first.header("etag"));

    assertThat(first.header("cache-control")).isEqualTo("no-cache");
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void thePageHasNoParameters() throws IOException {
    assertThat(server.get("/?x=1").status()).isEqualTo(400);
    assertThat(server.get("/page/").status()).isEqualTo(404);
    assertThat(server.get("/page/../openapi.json").status()).isIn(400, 404);
  }

  private static List<String> folder() throws IOException, URISyntaxException {
    URL folder = PageFiles.class.getResource("page");
    assertThat(folder).isNotNull();
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
