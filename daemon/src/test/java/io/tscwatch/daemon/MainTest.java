package io.tscwatch.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {

  @Test
  void anUnknownOptionIsWrongUse() {
    StringWriter errors = new StringWriter();
    CommandLine commandLine = Main.commandLine().setErr(new PrintWriter(errors, true));

    assertThat(commandLine.execute("--no-such-option")).isEqualTo(64);
    assertThat(errors.toString()).contains("--no-such-option");
  }

  @Test
  void noCommandIsWrongUse() {
    CommandLine commandLine = Main.commandLine().setErr(new PrintWriter(new StringWriter()));

    assertThat(commandLine.execute()).isEqualTo(64);
  }

  @Test
  void aSubcommandAloneSaysWhatItSaysAmongAll() {
    Main.commandLine()
        .getSubcommands()
        .forEach(
            (name, subcommand) -> {
              CommandLine alone = Main.commandLineFor(new String[] {name, "--help"});

              assertThat(alone.getSubcommands()).containsOnlyKeys(name);
              assertThat(alone.getSubcommands().values())
                  .extracting(CommandLine::getUsageMessage)
                  .containsExactly(subcommand.getUsageMessage());
              assertThat(subcommand.getCommandSpec().name()).isEqualTo(name);
            });
  }

  @Test
  void aSubcommandHasTheNameThatItGivesItself() {
    Main.commandLine()
        .getSubcommands()
        .forEach(
            (name, subcommand) ->
                assertThat(new CommandLine(subcommand.getCommand().getClass()).getCommandName())
                    .isEqualTo(name));
  }

  @Test
  void whatNamesNoSubcommandIsReadWithAllOfThem() {
    int all = Main.commandLine().getSubcommands().size();

    assertThat(Main.commandLineFor(new String[] {}).getSubcommands()).hasSize(all);
    assertThat(Main.commandLineFor(new String[] {"--help"}).getSubcommands()).hasSize(all);
    assertThat(Main.commandLineFor(new String[] {"deamon"}).getSubcommands()).hasSize(all);
  }
}
