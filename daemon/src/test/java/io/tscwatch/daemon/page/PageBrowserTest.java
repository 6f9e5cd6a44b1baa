package io.tscwatch.daemon.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a person sees and can do, tried in Chromium against simulated machines. */
@EnabledIfSystemProperty(
    named = "tscwatch.page",
    matches = "true",
    disabledReason = "a browser is driven for minutes: ./verify --page")
class PageBrowserTest {

  private static final String ESCAPE = "\uE00C";
  private static final String ENTER = "\uE007";
  private static final String RIGHT = "\uE014";
  private static final String DOWN = "\uE015";
  private static final String INTERACTIVE =
      "document.documentElement.dataset.interactive !== undefined";
  private static final String MATRIX = "performance.getEntriesByName('tscwatch-matrix').length > 0";

  private static Browser browser;
  private static String axe;

  @TempDir Path state;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Optional<String> missing = Browser.missing();
    missing.ifPresent(what -> System.out.println("The page is not tried: " + what));
    Assumptions.assumeTrue(missing.isEmpty(), missing.orElse(""));
    browser = Browser.start();
    try (InputStream script =
        PageBrowserTest.class.getResourceAsStream(
            "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
      axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void asOnADesktop() {
    // The page of the test before misses its daemon.
    browser.open(URI.create("about:blank"));
    browser.resize(1440, 1000);
    browser.dark(false);
    browser.complaints();
    browser.requests();
  }

  @AfterEach
  void noRequestLeftThisMachine() {
    assertThat(browser.requests())
        .allMatch(
            address -> address.matches("(http://127\\.0\\.0\\.1:\\d+/|about:|data:|blob:).*"));
  }

  @Test
  void aReliableMachineOfTwoCpusIsGreenAtAGlance() throws IOException {
    try (SimulatedDaemon daemon = new SimulatedDaemon("all-in-sync-2", 5, state)) {
      browser.open(daemon.page(""));
      browser.await(MATRIX);

      assertThat(browser.text("#verdict-word")).isEqualTo("RELIABLE");
      assertThat(browser.text("#reason")).contains("agree within");
      assertThat(browser.text("#matrix-summary")).startsWith("1 pair: all within");
      assertThat(browser.text("#link")).isEqualTo("live");
      assertThat(browser.text("#evidence-parts")).contains("TSC_ADJUST", "all 2 CPUs", "kvmclock");
      lookedAtEverywhere("2-cpus");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void aFaultOn64CpusAppearsWithoutLoadingThePageAgain() throws Exception {
    try (SimulatedDaemon daemon = new SimulatedDaemon(file("fault-on-64-cpus.yaml"), 3, state)) {
      browser.open(daemon.page(""));
      browser.await(MATRIX);
      assertThat(browser.text("#verdict-word")).startsWith("RELIABLE");
      browser.run("window.notLoadedAgain = true");

      browser.await("document.querySelector('#verdict-word').innerText === 'UNRELIABLE'");
      browser.await("document.querySelector('#matrix-summary').innerText.includes('proven apart')");

      assertThat(browser.text("#reason")).contains("CPU 37");
      assertThat(browser.text("#cpu-table tbody tr")).contains("37", "skew.warp");
      assertThat(browser.text("#events tbody")).contains("verdict changed", "adjust.changed");
      assertThat(browser.run("return window.notLoadedAgain === true").asBoolean()).isTrue();
      lookedAtEverywhere("64-cpus-fault");
      explanationsOpen(daemon);
      theMatrixCanBeReadByKeys();
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private static void explanationsOpen(SimulatedDaemon daemon) {
    browser.run("document.querySelector('.finding').click()");
    browser.await("document.querySelector('#explain-body .page h3')");

    assertThat(browser.text("#explain")).contains("skew.warp", "How it is proven", "CPU 37");
    assertThat(browser.run("return location.hash").asString()).isEqualTo("#finding=skew.warp");
    assertThat(violations()).isEmpty();
    browser.picture("explanation-desktop-light");
    browser.press(ESCAPE);
    browser.await("!document.querySelector('#explain').open && location.hash === ''");

    browser.open(daemon.page("#cpu=37&range=1h&finding=adjust.changed"));
    browser.await("document.querySelector('#explain').open");
    assertThat(browser.text("#explain-title")).isEqualTo("adjust.changed");
    assertThat(browser.text("#time-subject")).startsWith("CPU 37 against CPU 0");
    assertThat(browser.text("#range [aria-pressed=true]")).isEqualTo("1 h");
    browser.press(ESCAPE);
    browser.await(MATRIX);
  }

  private static void theMatrixCanBeReadByKeys() {
    browser.run("document.querySelector('#matrix-canvas').focus()");
    browser.press("\uE011", RIGHT, DOWN, RIGHT, ENTER);
    browser.await(
        "/CPU \\d+ against CPU \\d+: .*ns/.test("
            + "document.querySelector('#matrix-readout').innerText)");
    assertThat(browser.run("return location.hash").asString()).matches(".*cpu=\\d+&against=\\d+.*");
  }

  @Test
  void amongThousandsOfCpusTheOneThatIsOffIsSeen() throws IOException {
    try (SimulatedDaemon daemon =
        new SimulatedDaemon("2048-cpus-16-packages-one-60ns-off", 1, state)) {
      browser.open(daemon.page(""));
      browser.await(MATRIX);

      assertThat(browser.text("#verdict-word")).isEqualTo("UNRELIABLE");
      assertThat(browser.text("#findings-list")).contains("skew.warp", "CPU 1027");
      assertThat(browser.text("#matrix-summary")).contains("proven apart", "1027");
      assertThat(browser.text("#cpu-table tbody tr")).contains("1027");
      assertThat(browser.text("#cpus-note")).isEqualTo("2048 of 2048, page 1 of 32");
      figures();
      lookedAtEverywhere("2048-cpus");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  /** Figures for people: how fast it is depends on what else this machine does. */
  private static void figures() {
    JsonNode marks =
        browser.run(
            "const at = (name) => Math.round(performance.getEntriesByName(name)[0].startTime);"
                + "return [at('tscwatch-interactive'), at('tscwatch-matrix')]");
    JsonNode frames = browser.run(resource("frames.js"));
    System.out.printf(
        "2048 CPUs: interactive after %d ms, matrix after %d ms; %d frames of moving and zooming:"
            + " half within %.1f ms, 95 %% within %.1f ms, worst %.1f ms; drawing %.1f ms at"
            + " most%n",
        marks.get(0).asInt(),
        marks.get(1).asInt(),
        frames.get("count").asInt(),
        frames.get("median").asDouble(),
        frames.get("p95").asDouble(),
        frames.get("worst").asDouble(),
        frames.get("draw").asDouble());
    assertThat(frames.get("count").asInt()).isPositive();
  }

  @Test
  void aDaemonThatIsGoneIsNotShownAsIfItWereThere() throws Exception {
    try (SimulatedDaemon daemon = new SimulatedDaemon("all-in-sync-2", 1, state)) {
      browser.open(daemon.page(""));
      browser.await(MATRIX);

      daemon.kill();
      browser.await("document.documentElement.dataset.link === 'gone'");
      assertThat(browser.text("#gone")).contains("does not answer any more");
      assertThat(browser.text("#link")).startsWith("no answer for");
      browser.picture("gone-desktop-light");
      assertThat(violations()).isEmpty();

      daemon.startAgain();
      browser.await("document.documentElement.dataset.link === 'live'");
      browser.await("document.querySelector('#gone').hidden");
      assertThat(browser.text("#verdict-word")).isEqualTo("RELIABLE");
      // The browser itself reports every request that nobody answered; nothing else may be there.
      assertThat(browser.complaints())
          .allMatch(line -> line.contains("net::ERR_") || line.contains("503"));
    }
  }

  @Test
  void numbersAreRoundedOutwardAndMarkdownIsNeverMarkup() throws IOException {
    try (SimulatedDaemon daemon = new SimulatedDaemon("all-in-sync-2", 1, state)) {
      browser.open(daemon.page(""));
      browser.await(INTERACTIVE);

      List<String> failures = new ArrayList<>();
      browser.run(resource("modules.js")).forEach(failure -> failures.add(failure.asString()));

      assertThat(failures).isEmpty();
      browser.print("2-cpus-printed");
    }
  }

  /** Desktop and phone, light and dark: nothing that axe objects to, and a picture for a person. */
  private static void lookedAtEverywhere(String name) {
    for (String device : List.of("desktop", "phone")) {
      boolean phone = device.equals("phone");
      browser.resize(phone ? 390 : 1440, phone ? 844 : 1000);
      for (boolean dark : new boolean[] {false, true}) {
        browser.dark(dark);
        browser.run("await new Promise((done) => setTimeout(done, 600))");
        String what = name + "-" + device + (dark ? "-dark" : "-light");
        browser.picture(what);
        assertThat(violations()).as(what).isEmpty();
        assertThat(browser.run("return document.documentElement.scrollWidth - innerWidth").asInt())
            .as("sideways scrolling, " + what)
            .isLessThanOrEqualTo(0);
      }
    }
    browser.resize(1440, 1000);
    browser.dark(false);
  }

  private static List<String> violations() {
    JsonNode found =
        browser.run(
            "if (!window.axe) { (0, eval)(values[0]); }"
                + "const {violations} = await axe.run(document, {resultTypes: ['violations']});"
                + "return violations.flatMap(({id, nodes}) =>"
                + "    nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`))",
            axe);
    List<String> texts = new ArrayList<>();
    found.forEach(text -> texts.add(text.asString()));
    return texts;
  }

  private static String file(String name) throws URISyntaxException {
    URL resource = PageBrowserTest.class.getResource(name);
    assertThat(resource).isNotNull();
    return Path.of(resource.toURI()).toString();
  }

  private static String resource(String name) {
    try (InputStream script = PageBrowserTest.class.getResourceAsStream(name)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
