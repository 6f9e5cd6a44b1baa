package io.tscwatch.checks.kvm.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tscwatch.checks.kvm.host.Condition;
import io.tscwatch.checks.kvm.host.HostAnswer;
import io.tscwatch.checks.kvm.host.HostJudgement;
import io.tscwatch.checks.kvm.host.StableKvmclock;
import io.tscwatch.checks.linux.KernelFacts;
import io.tscwatch.checks.linux.RealFileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Moves this machine's own clocksource, for less than a second, and puts it back whatever happens.
 * Never part of a build: {@code ./verify --levers} starts it.
 */
@Isolated
@EnabledIfSystemProperty(
    named = "tscwatch.levers",
    matches = "true",
    disabledReason = "it changes this machine's clocksource: ./verify --levers")
class ClocksourceLeverTest {

  private static final Path CURRENT = Path.of(KernelFacts.CURRENT_CLOCKSOURCE_FILE);
  private static final Set<String> TSC_BASED = Set.of("tsc", "hyperv_clocksource_tsc_page");

  private static String read(String file) throws IOException {
    return Files.readString(Path.of(file)).strip();
  }

  private static void write(String clocksource) throws IOException {
    Files.writeString(CURRENT, clocksource);
    assertThat(read(CURRENT.toString())).isEqualTo(clocksource);
  }

  private static HostJudgement ask() {
    HostAnswer answer = HostProbe.ask(HostProbe.DEVICE, new RealFileTree());
    assumeTrue(answer instanceof HostAnswer.Asked, () -> "no answer: " + answer);
    return HostJudgement.of(((HostAnswer.Asked) answer).reading(), false);
  }

  /** For the case that the JVM is ended in the middle: nobody is left to see an error. */
  private static void writeQuietly(String clocksource) {
    try {
      Files.writeString(CURRENT, clocksource);
    } catch (IOException e) {
      System.err.println("the clocksource could not be put back to " + clocksource + ": " + e);
    }
  }

  @Test
  void aNewGuestLosesThePromiseWithTheClocksourceAndHasItAgainAfterwards() throws IOException {
    String before = read(CURRENT.toString());
    List<String> available = List.of(read(KernelFacts.AVAILABLE_CLOCKSOURCES_FILE).split(" +"));
    assumeTrue(before.equals("tsc"), () -> "the clocksource is " + before);
    assumeTrue(Files.isWritable(CURRENT), () -> CURRENT + " cannot be written");
    String other =
        available.stream().filter(name -> !TSC_BASED.contains(name)).findFirst().orElse("");
    assumeTrue(!other.isEmpty(), () -> "the kernel offers no other clocksource: " + available);
    assertThat(ask().stable()).isEqualTo(StableKvmclock.GRANTED);

    Thread restore = new Thread(() -> writeQuietly(before));
    Runtime.getRuntime().addShutdownHook(restore);
    HostJudgement without;
    try {
      write(other);
      without = ask();
    } finally {
      write(before);
      Runtime.getRuntime().removeShutdownHook(restore);
    }

    assertThat(without.stable()).isEqualTo(StableKvmclock.WITHHELD);
    assertThat(without.failed()).contains(Condition.HOST_CLOCKSOURCE_IS_TSC);
    assertThat(without.reason()).contains(other);
    assertThat(ask().stable()).isEqualTo(StableKvmclock.GRANTED);
  }
}
