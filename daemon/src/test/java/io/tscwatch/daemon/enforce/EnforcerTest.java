package io.tscwatch.daemon.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.enforce.Policy;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.watch.WatchCompanion.News;
import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.daemon.WatchFixture;
import io.tscwatch.systemd.journal.ClocksourceEnforced;
import io.tscwatch.systemd.journal.EnforcementRefused;
import io.tscwatch.systemd.journal.EnforcementYielded;
import io.tscwatch.systemd.journal.JournalEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnforcerTest {

  private static final WatchStatus FAULT = WatchFixture.of("one-cpu-500-ahead");
  private static final WatchStatus CLEAN = WatchFixture.of("all-in-sync-2");
  private static final Policy ACT = new Policy(Policy.Mode.ACT, 4, true, 1_000);

  @TempDir private Path folder;

  /** A clocksource whose kernel does not take some. */
  private static final class Lever implements ClocksourceLever {
    String current = "tsc";
    Set<String> refusing = Set.of();
    Runnable beforeWrite = () -> {};
    final List<String> written = new ArrayList<>();

    @Override
    public Reading<String> current() {
      return Reading.present(current);
    }

    @Override
    public Written write(String clocksource) {
      beforeWrite.run();
      written.add(clocksource);
      if (refusing.contains(clocksource)) {
        return new Written(
            current(), "clocksource: Override clocksource " + clocksource + " is unstable");
      }
      current = clocksource;
      return new Written(current(), "");
    }
  }

  private final Lever lever = new Lever();
  private final List<JournalEvent> journal = new ArrayList<>();
  private boolean promised;

  private Enforcer enforcer(Policy policy) throws IOException {
    return enforcer(policy, "boot-1");
  }

  private Enforcer enforcer(Policy policy, String boot) throws IOException {
    return new Enforcer(
        policy,
        lever,
        new MemoryFile(folder.resolve("enforcement.json"), boot),
        () -> promised,
        journal::add,
        Runnable::run);
  }

  private static List<FindingCode> codes(Enforcer enforcer) {
    return enforcer.findings().stream().map(Finding::code).toList();
  }

  @Test
  void aProvenFaultIsActedOnOnceAndTold() throws IOException {
    Enforcer enforcer = enforcer(ACT);
    enforcer.status(FAULT);
    enforcer.status(FAULT);

    assertThat(lever.written).containsExactly("hpet");
    assertThat(codes(enforcer)).containsExactly(FindingCode.ENFORCE_SWITCHED);
    assertThat(journal).hasOnlyElementsOfType(ClocksourceEnforced.class).hasSize(1);
    assertThat(enforcer.takeNews())
        .extracting(News::kind)
        .containsExactly(WatchEvent.Kind.CLOCKSOURCE_ENFORCED);
    assertThat(enforcer.takeNews()).isEmpty();
    assertThat(enforcer.wrote("hpet")).isTrue();
  }

  @Test
  void adviceWritesNothing() throws IOException {
    Enforcer enforcer = enforcer(new Policy(Policy.Mode.ADVISE, 4, true, 1_000));
    enforcer.status(FAULT);

    assertThat(lever.written).isEmpty();
    assertThat(enforcer.state().decision().orElseThrow().to()).isEqualTo("hpet");
    assertThat(enforcer.findings()).isEmpty();
  }

  @Test
  void theIntentIsOnTheDiskBeforeTheWrite() throws IOException {
    Path file = folder.resolve("enforcement.json");
    List<String> seen = new ArrayList<>();
    lever.beforeWrite =
        () -> {
          try {
            seen.add(Files.readString(file));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        };
    enforcer(ACT).status(FAULT);

    assertThat(seen).singleElement().asString().contains("\"intent\"").contains("\"to\":\"hpet\"");
    assertThat(Files.readString(file)).doesNotContain("\"intent\"").contains("\"standing\"");
  }

  @Test
  void aRunKilledAfterTheWriteIsTakenUpByTheNext() throws IOException {
    lever.beforeWrite =
        () -> {
          lever.current = "hpet";
          throw new IllegalStateException("killed");
        };
    Enforcer killed = enforcer(ACT);
    try {
      killed.status(FAULT);
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("killed");
    }
    lever.beforeWrite = () -> {};
    Enforcer next = enforcer(ACT);

    assertThat(next.state().memory().standing()).isPresent();
    assertThat(next.takeNews())
        .singleElement()
        .satisfies(n -> assertThat(n.sentence()).contains("it was done"));
    next.status(FAULT);
    assertThat(lever.written).isEmpty();
    assertThat(codes(next)).containsExactly(FindingCode.ENFORCE_SWITCHED);
  }

  @Test
  void whatIsLeftOfAnotherBootCountsForNothing() throws IOException {
    enforcer(ACT).status(FAULT);
    lever.current = "tsc";
    Enforcer next = enforcer(ACT, "boot-2");

    assertThat(next.state().memory().standing()).isEmpty();
    next.status(FAULT);
    assertThat(lever.written).containsExactly("hpet", "hpet");
  }

  @Test
  void withoutARecordNothingIsWritten() throws IOException {
    Enforcer enforcer = enforcer(ACT);
    Files.createDirectory(folder.resolve("enforcement.json.new"));
    enforcer.status(FAULT);

    assertThat(lever.written).isEmpty();
    assertThat(codes(enforcer)).containsExactly(FindingCode.ENFORCE_REFUSED);
  }

  @Test
  void whatTheKernelRefusesIsAFindingAndTheNextBestIsTried() throws IOException {
    lever.refusing = Set.of("hpet");
    Enforcer enforcer = enforcer(ACT);
    enforcer.status(FAULT);

    assertThat(lever.written).containsExactly("hpet", "acpi_pm");
    assertThat(lever.current).isEqualTo("acpi_pm");
    assertThat(journal).hasAtLeastOneElementOfType(EnforcementRefused.class);
  }

  @Test
  void ifAllAreRefusedItSaysSoWithTheKernelsWords() throws IOException {
    lever.refusing = Set.of("hpet", "acpi_pm");
    Enforcer enforcer = enforcer(ACT);
    enforcer.status(FAULT);
    enforcer.status(FAULT);

    assertThat(lever.written).containsExactly("hpet", "acpi_pm");
    assertThat(enforcer.findings())
        .singleElement()
        .satisfies(f -> assertThat(f.code()).isEqualTo(FindingCode.ENFORCE_REFUSED))
        .satisfies(f -> assertThat(f.evidence()).contains("Override clocksource acpi_pm"));
  }

  @Test
  void afterRequalificationItGoesBack() throws IOException {
    Enforcer enforcer = enforcer(ACT);
    enforcer.status(FAULT);
    enforcer.status(CLEAN);

    assertThat(lever.written).containsExactly("hpet", "tsc");
    assertThat(enforcer.findings()).isEmpty();
  }

  @Test
  void aHumansChangeIsToldAndStays() throws IOException {
    Enforcer enforcer = enforcer(ACT);
    enforcer.status(FAULT);
    lever.current = "tsc";
    enforcer.status(CLEAN);
    enforcer.status(FAULT);

    assertRespectsTheTsc(enforcer);
    assertThat(enforcer.wrote("tsc")).isFalse();
  }

  private void assertRespectsTheTsc(Enforcer enforcer) {
    assertThat(lever.written).containsExactly("hpet");
    assertThat(codes(enforcer)).containsExactly(FindingCode.ENFORCE_CHOICE_RESPECTED);
    assertThat(journal).hasAtLeastOneElementOfType(EnforcementYielded.class);
  }

  /** Undone at once, the switch is in no status: each says tsc, as the one before it did. */
  @Test
  void aHumansChangeIsToldAlsoIfNoStatusEverShowedTheSwitch() throws IOException {
    Enforcer enforcer = enforcer(ACT);
    enforcer.status(FAULT);
    lever.current = "tsc";
    enforcer.status(FAULT);

    assertRespectsTheTsc(enforcer);
    assertThat(lever.current).isEqualTo("tsc");
  }

  @Test
  void aPromiseThatOutlivesTheSwitchIsAFinding() throws IOException {
    promised = true;
    Enforcer enforcer = enforcer(ACT);
    enforcer.status(FAULT);

    assertThat(codes(enforcer))
        .containsExactly(FindingCode.ENFORCE_SWITCHED, FindingCode.ENFORCE_PROMISE_KEPT);
  }

  @Test
  void theLimitIsAFinding() throws IOException {
    Enforcer enforcer = enforcer(new Policy(Policy.Mode.ACT, 2, true, 1_000));
    enforcer.status(FAULT);
    enforcer.status(CLEAN);
    assertThat(codes(enforcer))
        .containsExactly(FindingCode.ENFORCE_LIMIT_REACHED, FindingCode.ENFORCE_SWITCHED);
    assertThat(lever.written).containsExactly("hpet");
  }
}
