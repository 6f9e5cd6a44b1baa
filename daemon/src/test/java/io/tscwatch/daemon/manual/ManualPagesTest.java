package io.tscwatch.daemon.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tscwatch.daemon.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class ManualPagesTest {

  @Command(
      name = "tool",
      description = "Does a thing. In detail: it does it.",
      subcommands = {Sub.class, Secret.class})
  private static final class Tool {}

  @Command(
      name = "sub",
      aliases = "s",
      description = {"Takes a @|bold back\\slash|@.%n%n.Starts with a dot."},
      exitCodeListHeading = "Exit codes:%n",
      exitCodeList = {" 0:fine", "64:wrong use"},
      footerHeading = "%nExamples:%n",
      footer = {"  tool sub --max-skew 1us"})
  @SuppressWarnings("UnusedVariable") // picocli sets them, and nothing here reads them
  private static final class Sub {
    @Option(
        names = {"-s", "--max-skew"},
        paramLabel = "TIME",
        defaultValue = "1us",
        description = "How far apart; 100%% is ${DEFAULT-VALUE}.")
    private String maxSkew = "";

    @Option(names = "--internal", hidden = true)
    private boolean internal;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "A file.")
    private String file = "";
  }

  @Command(name = "secret", hidden = true)
  private static final class Secret {}

  private final CommandLine tool = new CommandLine(new Tool());

  @Test
  void thePageOfStatusSaysWhatTheVoteAndTheHeadRoomMean() {
    assertThat(ManualPages.pagesOf(Main.commandLine(), "1.0"))
        .filteredOn(page -> page.name().equals("tscwatch-status"))
        .extracting(ManualPage::roff)
        .singleElement()
        .asString()
        .contains(".SH OTHER CLOCKS\n", ".SH THE VOTE\n", ".SH HEAD\\-ROOM\n")
        .contains(".TP\n\\fBwitness\\-out\\fR\nA clock is wrong, not the TSC")
        .contains("hpet_mmap=1", "acpi\\-pm\\-timer.conf", "modprobe rtc_cmos", "ptp_kvm");
  }

  @Test
  void everyVisibleCommandHasOnePage() {
    assertThat(ManualPages.pagesOf(tool, "tool 1.0"))
        .extracting(ManualPage::name)
        .containsExactly("tool", "tool-sub");
  }

  @Test
  void thePageNamesItselfInOneSentence() {
    assertThat(page(0)).contains(".SH NAME\n.PP\ntool \\- Does a thing\n");
  }

  @Test
  void textCannotBecomeARequestOrAnEscape() {
    assertThat(page(1))
        .contains(".SH DESCRIPTION\n.PP\nTakes a back\\eslash.\n.sp\n\\&.Starts with");
  }

  @Test
  void optionsShowTheirNamesLabelAndDefaultAndHiddenOnesDoNot() {
    assertThat(page(1))
        .contains(".TP\n\\fB\\-s, \\-\\-max\\-skew TIME\\fR\nHow far apart; 100% is 1us.\n")
        .contains(".SH ARGUMENTS\n.TP\n\\fBFILE\\fR\nA file.\n")
        .doesNotContain("internal");
  }

  @Test
  void exitCodesExamplesAndTheParentPageAreThere() {
    assertThat(page(1))
        .contains(".SH EXIT STATUS\n.TP\n\\fB0\\fR\nfine\n.TP\n\\fB64\\fR\nwrong use\n")
        .contains(".SH EXAMPLES\n.PP\n.nf\ntool sub \\-\\-max\\-skew 1us\n.fi\n")
        .endsWith(".SH SEE ALSO\n.PP\ntool(1)\n");
    assertThat(page(0)).contains(".TP\n\\fBtool\\-sub(1)\\fR\n");
  }

  @Test
  void completionIsSourcedAndKnowsTheOptions() {
    assertThat(ManualPages.completion(tool))
        .doesNotStartWith("#!")
        .contains("complete -F _complete_tool -o default tool")
        .contains("--max-skew");
  }

  @Test
  void manFormatsEveryPageOfTscwatchWithoutAWarning(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/groff")), "skipped: no groff");
    ManualPages.write(Main.commandLine(), folder);

    try (var pages = Files.list(folder.resolve("man1"))) {
      for (Path page : pages.toList()) {
        assertThat(groffWarnings(page)).as(page.toString()).isEmpty();
      }
    }
  }

  private static String groffWarnings(Path page) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of("groff", "-man", "-Tutf8", "-Kutf8", "-ww", "-z", page.toString()))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  private String page(int index) {
    return ManualPages.pagesOf(tool, "tool 1.0").get(index).roff();
  }
}
