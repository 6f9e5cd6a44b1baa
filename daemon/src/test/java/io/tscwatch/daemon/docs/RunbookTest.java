package io.tscwatch.daemon.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.finding.FindingCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunbookTest {

  @Test
  void everyFindingHasOneEntryAndNothingElseDoes() throws IOException {
    Path runbook = Documents.ROOT.resolve("docs/runbook.md");
    List<String> entries =
        Files.readAllLines(runbook).stream()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring(4).strip())
            .toList();

    assertThat(entries)
        .as("an entry '### CODE' in docs/runbook.md")
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(FindingCode.values()).map(FindingCode::code).toList());
  }
}
