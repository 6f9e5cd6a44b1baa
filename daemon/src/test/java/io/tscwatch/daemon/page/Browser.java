package io.tscwatch.daemon.page;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** One window of a headless Chromium. */
final class Browser implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
  private static final Path PICTURES = Path.of("target/page");

  /** Root may not use the sandbox; the rest keeps Chromium from asking its maker's hosts. */
  private static final List<String> ARGUMENTS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-dev-shm-usage",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--hide-scrollbars");

  private final Process driver;
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI session;

  private Browser(Process driver, int port) throws IOException, InterruptedException {
    this.driver = driver;
    URI sessions = URI.create("http://127.0.0.1:" + port + "/session");
    Map<String, Object> chromium =
        Map.of("binary", program("chromium").orElseThrow(), "args", ARGUMENTS);
    Map<String, Object> wanted =
        Map.of(
            "browserName",
            "chrome",
            "goog:chromeOptions",
            chromium,
            "goog:loggingPrefs",
            Map.of("browser", "ALL", "performance", "ALL"));
    JsonNode answer = send("POST", sessions, Map.of("capabilities", Map.of("alwaysMatch", wanted)));
    this.session = URI.create(sessions + "/" + answer.get("sessionId").asString() + "/");
  }

  /** What is missing to start one; empty if nothing. */
  static Optional<String> missing() {
    List<String> absent =
        List.of("chromium", "chromedriver").stream().filter(p -> program(p).isEmpty()).toList();
    return absent.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join(" and ", absent)
                + " not on the PATH; on Debian: apt-get install chromium chromium-driver");
  }

  private static Optional<String> program(String name) {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      Path file = Path.of(folder, name);
      if (Files.isExecutable(file)) {
        return Optional.of(file.toString());
      }
    }
    return Optional.empty();
  }

  static Browser start() throws IOException, InterruptedException {
    Process driver =
        new ProcessBuilder(program("chromedriver").orElseThrow(), "--port=0")
            .redirectErrorStream(true)
            .start();
    BufferedReader lines = driver.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher port = PORT.matcher(line);
      if (port.find()) {
        return new Browser(driver, Integer.parseInt(port.group(1)));
      }
    }
    throw new IOException("chromedriver ended with " + driver.waitFor());
  }

  private JsonNode send(String method, URI uri, Map<String, ?> body)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher bytes =
        method.equals("POST")
            ? HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))
            : HttpRequest.BodyPublishers.noBody();
    HttpRequest request =
        HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(2)).method(method, bytes).build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    JsonNode value = JSON.readTree(response.body()).get("value");
    if (response.statusCode() != 200) {
      throw new IOException(method + " " + uri + ": " + value);
    }
    return value;
  }

  private JsonNode post(String command, Map<String, ?> body) {
    try {
      return send("POST", session.resolve(command), body);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private JsonNode tools(String command, Map<String, ?> parameters) {
    return post("goog/cdp/execute", Map.of("cmd", command, "params", parameters));
  }

  void open(URI address) {
    // The same address with another fragment would not load anything.
    post("url", Map.of("url", "about:blank"));
    post("url", Map.of("url", address.toString()));
  }

  /** As large as a desktop's or a phone's. */
  void resize(int width, int height) {
    tools(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  void dark(boolean dark) {
    Map<String, String> feature =
        Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
    tools("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
  }

  /** The value of a script's {@code return}; the script may await. */
  JsonNode run(String script, Object... arguments) {
    return post(
        "execute/sync",
        Map.of(
            "script",
            "const values = arguments; return (async () => {" + script + "})();",
            "args",
            List.of(arguments)));
  }

  String text(String selector) {
    return run("return document.querySelector(values[0])?.innerText ?? ''", selector).asString();
  }

  /** Waits until an expression is true, for half a minute at most: a busy machine is slow. */
  void await(String expression) {
    Awaitility.await(expression)
        .atMost(Duration.ofSeconds(45))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> run("return Boolean(" + expression + ")").asBoolean());
  }

  /** Presses keys one after the other, by the names of WebDriver's key codes or as characters. */
  void press(String... keys) {
    List<Map<String, String>> actions = new ArrayList<>();
    for (String key : keys) {
      actions.add(Map.of("type", "keyDown", "value", key));
      actions.add(Map.of("type", "keyUp", "value", key));
    }
    post(
        "actions",
        Map.of("actions", List.of(Map.of("type", "key", "id", "keyboard", "actions", actions))));
  }

  /**
   * What the page, its workers or the browser complained of since the last time. Not that axe reads
   * pixels, to tell icons from letters.
   */
  List<String> complaints() {
    List<String> lines = new ArrayList<>();
    for (JsonNode line : post("se/log", Map.of("type", "browser"))) {
      String message = line.get("message").asString();
      if (!message.contains("readback operations using getImageData")) {
        lines.add(line.get("level").asString() + " " + message);
      }
    }
    return lines;
  }

  /** The addresses that the page asked for since the last time. */
  List<String> requests() {
    List<String> addresses = new ArrayList<>();
    for (JsonNode entry : post("se/log", Map.of("type", "performance"))) {
      JsonNode message = JSON.readTree(entry.get("message").asString()).get("message");
      if (message.get("method").asString().equals("Network.requestWillBeSent")) {
        addresses.add(message.at("/params/request/url").asString());
      }
    }
    return addresses;
  }

  /** Leaves a picture of the whole page. */
  void picture(String name) {
    String data =
        tools("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
            .get("data")
            .asString();
    try {
      Files.createDirectories(PICTURES);
      Files.write(PICTURES.resolve(name + ".png"), Base64.getDecoder().decode(data));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Leaves the page as it would be printed. */
  void print(String name) {
    JsonNode document = post("print", Map.of("background", false));
    try {
      Files.createDirectories(PICTURES);
      Files.write(PICTURES.resolve(name + ".pdf"), Base64.getDecoder().decode(document.asString()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      send("DELETE", session.resolve("../" + session.getPath().split("/", -1)[2]), Map.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      driver.destroy();
    }
  }
}
