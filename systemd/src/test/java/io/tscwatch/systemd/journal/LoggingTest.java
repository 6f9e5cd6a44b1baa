package io.tscwatch.systemd.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.Test;

class LoggingTest {
  private static final VerdictChanged WARPED =
      new VerdictChanged(
          "RELIABLE",
          "UNRELIABLE",
          "7",
          "skew.warp",
          "CPU 7 is 4012 to 4060 ns ahead of CPU 0, since 10:42:07.",
          "Switch the clocksource to hpet.");

  @Test
  void aChangeOfVerdictIsOneLineThatSaysAll() {
    String line = written(LogTarget.CONSOLE, log -> log.write(WARPED));

    assertThat(line)
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+ ERROR "
                + "The TSC is now UNRELIABLE \\(was RELIABLE\\): "
                + "CPU 7 is 4012 to 4060 ns ahead of CPU 0, since 10:42:07\\. "
                + "What to do: Switch the clocksource to hpet\\.\n");
  }

  @Test
  void startingDoesNotLookUpTheNameOfThisHost() {
    try (Logging logging = start(LogTarget.CONSOLE, Priority.INFO, new ByteArrayOutputStream())) {
      assertThat(logging.events()).isNotNull();
      LoggerContext context = LoggerContext.getContext(Logging.class.getClassLoader(), false, null);
      assertThat(context.getConfiguration().getProperties()).containsEntry("hostName", "localhost");
    }
  }

  @Test
  void theJournalReadsThePriorityOffStandardError() {
    String lines =
        written(
            LogTarget.STANDARD_ERROR_WITH_PRIORITY,
            log -> {
              log.write(WARPED);
              log.write(new PermissionLost("/dev/cpu/0/msr", "Permission denied"));
              log.write(new Started("1.0", "advise", "2 CPUs"));
            });

    assertThat(lines.lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("<3>The TSC is now UNRELIABLE"),
            line -> assertThat(line).startsWith("<4>/dev/cpu/0/msr can no longer be read"),
            line -> assertThat(line).startsWith("<6>tscwatch 1.0 started in mode advise"));
  }

  @Test
  void textFromTheKernelCannotFakeALine() {
    HostEvent event =
        new HostEvent(
            HostEvent.Kind.KERNEL_MESSAGE, "", "The kernel said: \u001b[2Jx\n<0>all is lost", "");

    String line = written(LogTarget.STANDARD_ERROR_WITH_PRIORITY, log -> log.write(event));

    assertThat(line).isEqualTo("<4>The kernel said:  [2Jx <0>all is lost\n");
  }

  @Test
  void aStackTraceKeepsThePriorityOnEachLine() {
    String lines =
        written(
            LogTarget.STANDARD_ERROR_WITH_PRIORITY,
            log ->
                log.write(
                    new UnexpectedFailure("A sweep failed.", new IllegalStateException("why"))));

    assertThat(lines).startsWith("<3>A sweep failed.\n<3>  java.lang.IllegalStateException: why\n");
    assertThat(lines.lines()).hasSizeGreaterThan(3).allMatch(line -> line.startsWith("<3>"));
  }

  @Test
  void whatIsLessUrgentThanAskedForIsNotWritten() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Logging logging = start(LogTarget.CONSOLE, Priority.WARNING, bytes)) {
      logging.events().write(new Started("1.0", "advise", "2 CPUs"));
    }

    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void librariesAreHeardFromWarningsUpwards() {
    String lines =
        written(
            LogTarget.CONSOLE,
            log -> {
              LogManager.getLogger("org.eclipse.jetty").info("Started");
              LogManager.getLogger("org.eclipse.jetty").warn("Low on threads");
            });

    assertThat(lines).contains("WARN  Low on threads").doesNotContain("Started");
  }

  @Test
  void nothingStaysBehindInTheThread() {
    written(LogTarget.CONSOLE, log -> log.write(WARPED));

    assertThat(ThreadContext.getContext()).isEmpty();
  }

  @Test
  void aFloodOfOneFindingIsThinnedOutAndHidesNoOther() {
    String lines =
        written(
            LogTarget.CONSOLE,
            log -> {
              for (int i = 0; i < 100; i++) {
                log.write(raised("coverage.incomplete"));
                log.write(WARPED);
              }
              log.write(raised("skew.warp"));
            });

    assertThat(List.of(lines.split("\n")))
        .filteredOn(line -> line.contains("coverage.incomplete"))
        .hasSizeBetween(20, 21);
    assertThat(lines.lines().filter(line -> line.contains("now UNRELIABLE"))).hasSize(100);
    assertThat(lines).contains("about skew.warp");
  }

  private static FindingRaised raised(String code) {
    return new FindingRaised(code, "WARNING", "", Optional.empty(), "", "about " + code, "");
  }

  private static String written(LogTarget target, Consumer<EventLog> writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Logging logging = start(target, Priority.INFO, bytes)) {
      writer.accept(logging.events());
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Logging start(LogTarget target, Priority least, ByteArrayOutputStream into) {
    return Logging.start(target, least, new PrintStream(into, true, StandardCharsets.UTF_8));
  }
}
