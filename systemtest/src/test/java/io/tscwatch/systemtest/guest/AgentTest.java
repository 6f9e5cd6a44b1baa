package io.tscwatch.systemtest.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both ends of the way into a guest, without a guest: a pair of pipes stands in for the port. */
class AgentTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private Process inGuest;
  private Agent agent;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    inGuest =
        new ProcessBuilder(
                "perl", Path.of("image/guest/usr/local/sbin/systemtest-agent").toString(), "-")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    agent = new Agent(inGuest.getInputStream(), inGuest.getOutputStream());
    agent.awaitReady(LIMIT);
  }

  @AfterEach
  void end() throws InterruptedException {
    inGuest.destroy();
    inGuest.waitFor();
  }

  @Test
  void aCommandGivesItsOutputItsErrorsAndItsExitCode() throws InterruptedException {
    Answer answer = agent.run("echo one; echo zwölf >&2; exit 3", LIMIT);

    assertThat(answer.output()).isEqualTo("one\n");
    assertThat(answer.errors()).isEqualTo("zwölf\n");
    assertThat(answer.exitCode()).isEqualTo(3);
  }

  @Test
  void aScriptOfManyLinesAndQuotesArrivesAsItWas() throws InterruptedException {
    Answer answer = agent.run("for i in 1 2\ndo\n  printf '%s|' \"a  b\"\ndone", LIMIT);

    assertThat(answer.output()).isEqualTo("a  b|a  b|");
  }

  @Test
  void longOutputArrivesWhole() throws InterruptedException {
    Answer answer = agent.run("head -c 300000 /dev/zero | tr '\\0' x", LIMIT);

    assertThat(answer.output()).hasSize(300_000);
  }

  @Test
  void aCommandThatDoesNotEndIsEnded() throws InterruptedException {
    Answer answer = agent.run("echo before; sleep 60", Duration.ofSeconds(1));

    assertThat(answer.exitCode()).isEqualTo(124);
    assertThat(answer.output()).isEqualTo("before\n");
    assertThat(agent.run("echo after", LIMIT).text()).isEqualTo("after");
  }

  @Test
  void aGuestThatDiesIsNotWaitedFor() {
    assertThatThrownBy(() -> agent.run("kill -9 $PPID", LIMIT))
        .hasMessageContaining("the guest ended");
  }
}
