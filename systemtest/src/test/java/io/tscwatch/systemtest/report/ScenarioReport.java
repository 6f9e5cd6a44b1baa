package io.tscwatch.systemtest.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes a line for each scenario as it begins and, below it, one for each thing that was asserted,
 * as it ends:
 *
 * <pre>
 * Counters in sync: 2 x 2 CPUs
 *   passed     8.1 s  every pair is measured
 * </pre>
 *
 * Found by JUnit through META-INF/services. Only tests that carry the tag {@code system} count.
 */
public final class ScenarioReport implements TestExecutionListener {

  private static final TestTag SYSTEM = TestTag.create("system");
  private static final Path FILE = Path.of("../.build/systemtest/report.txt");

  private final List<String> lines = new ArrayList<>();
  private final Map<String, Long> started = new HashMap<>();
  private final List<String> totals = new ArrayList<>();
  private Optional<TestPlan> plan = Optional.empty();
  private String scenario = "";
  private long begin;
  private int passed;
  private int failed;
  private int skipped;

  @Override
  public void testPlanExecutionStarted(TestPlan begun) {
    plan = Optional.of(begun);
    begin = System.nanoTime();
  }

  /** The invocations of a parameterized class do not have the tags of the class. */
  private boolean ofSystem(TestIdentifier test) {
    Optional<TestIdentifier> at = Optional.of(test);
    while (at.isPresent() && !at.get().getTags().contains(SYSTEM)) {
      at = above(at.get());
    }
    return at.isPresent();
  }

  private Optional<TestIdentifier> above(TestIdentifier test) {
    return plan.flatMap(all -> all.getParent(test));
  }

  @Override
  public synchronized void executionStarted(TestIdentifier test) {
    started.put(test.getUniqueId(), System.nanoTime());
    if (ofSystem(test)) {
      head(test);
    }
  }

  /** The scenario of what follows, once: also after lines of one that runs beside it. */
  private void head(TestIdentifier test) {
    Optional<TestIdentifier> at = Optional.of(test);
    while (at.isPresent() && at.get().getSource().filter(ClassSource.class::isInstance).isEmpty()) {
      at = above(at.get());
    }
    String name = at.map(TestIdentifier::getDisplayName).orElse("");
    if (!name.isEmpty() && !name.equals(scenario)) {
      scenario = name;
      say("");
      say(name);
    }
  }

  @Override
  public synchronized void executionSkipped(TestIdentifier test, String reason) {
    if (ofSystem(test)) {
      head(test);
      skipped++;
      say(line("skipped", test) + ": " + reason);
    }
  }

  @Override
  public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (!ofSystem(test)) {
      return;
    }
    if (isScenario(test)) {
      totals.add(Spending.line(since(test), test.getDisplayName()));
    }
    if (test.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
      head(test);
    }
    switch (result.getStatus()) {
      case SUCCESSFUL -> {
        if (test.isTest()) {
          passed++;
          say(line("passed", test));
        }
      }
      case FAILED -> {
        failed++;
        say(line("FAILED", test));
        say(why(result.getThrowable()));
      }
      case ABORTED -> {
        skipped++;
        say(line("skipped", test));
        say(why(result.getThrowable()));
      }
    }
  }

  /** A class, and not an invocation of one that has parameters. */
  private boolean isScenario(TestIdentifier test) {
    return test.getSource().filter(ClassSource.class::isInstance).isPresent()
        && above(test).flatMap(TestIdentifier::getSource).isEmpty();
  }

  private Duration since(TestIdentifier test) {
    long now = System.nanoTime();
    return Duration.ofNanos(now - started.getOrDefault(test.getUniqueId(), now));
  }

  /** What a scenario measured. */
  @Override
  public synchronized void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
    head(test);
    entry.getKeyValuePairs().forEach((what, value) -> say("           " + what + ": " + value));
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (lines.isEmpty()) {
      return;
    }
    say("");
    say("Each scenario with its boot, which the first on a machine pays for");
    totals.forEach(this::say);
    say("Of that");
    Spending.lines().forEach(this::say);
    say("");
    say(
        "Scenarios: %d passed, %d failed, %d skipped; %s"
            .formatted(passed, failed, skipped, seconds(begin).strip()));
    try {
      Files.createDirectories(FILE.getParent());
      Files.write(FILE, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String line(String outcome, TestIdentifier test) {
    return "  %-8s%s  %s"
        .formatted(
            outcome,
            seconds(started.getOrDefault(test.getUniqueId(), System.nanoTime())),
            sentence(test.getDisplayName()));
  }

  private static String why(Optional<Throwable> thrown) {
    return thrown
        .map(why -> String.valueOf(why.getMessage()))
        .orElse("")
        .indent(13)
        .stripTrailing();
  }

  private static String seconds(long sinceNanos) {
    long millis = Duration.ofNanos(System.nanoTime() - sinceNanos).toMillis();
    return String.format(Locale.ROOT, "%6d.%d s", millis / 1000, millis % 1000 / 100);
  }

  /** {@code everyPairIsMeasured()} as "every pair is measured"; a text with spaces as it is. */
  private static String sentence(String name) {
    if (name.contains(" ")) {
      return name;
    }
    return name.replaceAll("\\(.*\\)$", "")
        .replaceAll("(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\btsc\\b", "TSC")
        .replaceAll("\\bcpu(s?)\\b", "CPU$1")
        .replaceAll("\\bhpet\\b", "HPET");
  }

  private void say(String line) {
    lines.add(line);
    System.out.println(line);
  }
}
