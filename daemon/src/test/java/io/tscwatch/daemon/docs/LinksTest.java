package io.tscwatch.daemon.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LinksTest {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(#[^)\\s]*)?\\)");

  @Test
  void everyLinkWithinTheProjectLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path document : Documents.all()) {
      Matcher links = LINK.matcher(Files.readString(document));
      while (links.find()) {
        String target = links.group(1);
        if (target.contains("://") || target.startsWith("mailto:")) {
          continue;
        }
        Path file = target.isEmpty() ? document : document.resolveSibling(target).normalize();
        if (!Files.exists(file) || !hasHeading(file, links.group(2))) {
          broken.add(document.getFileName() + ": " + links.group());
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  /** Headings are linked to in lower case, blanks as hyphens, without other signs. */
  private static boolean hasHeading(Path file, String anchor) throws IOException {
    if (anchor == null || anchor.isEmpty()) {
      return true;
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").strip().toLowerCase(Locale.ROOT))
        .map(heading -> "#" + heading.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .anyMatch(anchor::equals);
  }
}
