package io.tscwatch.systemd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalogue against the code, and through journalctl's own compiler. */
class CatalogueTest {
  private static final Path CATALOGUE =
      Path.of("src/dist/root/usr/lib/systemd/catalog/tscwatch.catalog");
  private static final Pattern SECTION =
      Pattern.compile("^-- ([0-9a-f]{32})\n(.*?)(?=^-- |\\z)", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern PLACEHOLDER = Pattern.compile("@([A-Z_]+)@");

  @Test
  void everyMessageIdIsExplainedOnceAndNothingElseIs() throws IOException {
    assertThat(sections().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(MessageId.values()).map(MessageId::id).collect(Collectors.toSet()));
  }

  @Test
  void everySectionHasASubjectItsOriginAManualPageAndAText() throws IOException {
    assertThat(sections().values())
        .allSatisfy(
            section ->
                assertThat(section)
                    .matches(
                        Pattern.compile(
                            "Subject: \\S.*\nDefined-By: tscwatch\n"
                                + "Documentation: man:tscwatch\\S*\\(1\\).*\n\n\\S(.|\n)*\n+")));
  }

  @Test
  void everyFieldThatATextQuotesIsAFieldOfThatEvent() throws IOException {
    Map<String, String> sections = sections();
    assertThat(EveryEvent.EVENTS).hasSameSizeAs(sections.keySet());
    for (JournalEvent event : EveryEvent.EVENTS) {
      Set<String> known =
          event.fields().keySet().stream().map(JournalField::key).collect(Collectors.toSet());
      String section = sections.get(event.messageId().id());
      assertThat(PLACEHOLDER.matcher(section).results().map(found -> found.group(1)))
          .as(section)
          .isSubsetOf(known);
    }
  }

  @Test
  void journalctlCompilesTheCatalogue(@TempDir Path root) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/journalctl")), "skipped: no journalctl");
    Path installed = root.resolve("usr/lib/systemd/catalog/tscwatch.catalog");
    Files.createDirectories(installed.getParent());
    Files.createDirectories(root.resolve("var/lib/systemd/catalog"));
    Files.copy(CATALOGUE, installed);

    assertThat(journalctl(root, "--update-catalog")).isEmpty();
    assertThat(journalctl(root, "--list-catalog").lines())
        .hasSize(MessageId.values().length)
        .anyMatch(line -> line.startsWith(MessageId.STARTED.id() + " tscwatch: "));
  }

  private static String journalctl(Path root, String option)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("journalctl", "--root=" + root, option)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static Map<String, String> sections() throws IOException {
    Map<String, String> sections = new HashMap<>();
    Matcher matcher = SECTION.matcher(Files.readString(CATALOGUE));
    while (matcher.find()) {
      assertThat(sections.put(matcher.group(1), matcher.group(2))).isNull();
    }
    return sections;
  }
}
