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
}
