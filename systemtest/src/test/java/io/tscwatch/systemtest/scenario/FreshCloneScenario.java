package io.tscwatch.systemtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.systemtest.guest.Answer;
import io.tscwatch.systemtest.guest.FreshClone;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * What someone does first: clone, and {@code ./tscwatch check}. In a chroot of the guests' Debian
 * and not in a guest: to build there would take an hour. So it runs beside the guests.
 */
@Scenario
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Scenario.BESIDE)
@Order(50)
@DisplayName("8. A fresh clone in a Debian without compiler and Maven, in a chroot")
class FreshCloneScenario {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  @Test
  void theLauncherInstallsWhatIsMissingBuildsAndChecks() throws IOException, InterruptedException {
    Answer answer = FreshClone.run(LIMIT, "check", "--format", "json");

    assertThat(answer.errors())
        .contains("installing what the build needs with apt, once:")
        .contains("maven")
        .contains("building, once");
    assertThat(answer.exitCode()).as("%s", answer).isBetween(0, 3);
    assertThat(answer.json().path("format").asText()).isEqualTo("tscwatch-check/1");
    assertThat(answer.json().path("coverage").path("measured")).isNotEmpty();
  }
}
