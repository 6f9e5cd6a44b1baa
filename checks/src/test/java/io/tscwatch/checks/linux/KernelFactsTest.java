package io.tscwatch.checks.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.MeasuredSync;
import io.tscwatch.checks.finding.ReferenceVote;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.linux.WatchdogRule.State;
import io.tscwatch.checks.read.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelFactsTest {

  private static final String GOOD_FLAGS = "constant_tsc nonstop_tsc tsc_adjust";

  @TempDir Path root;

  private static KernelFacts facts(
      String release, String current, String available, String boot, String flags) {
    return new KernelFacts(
        Reading.present(release),
        Reading.present(current),
        Reading.present(List.of(available.split(" "))),
        Reading.present(BootParameters.parse(boot)),
        Reading.present(CpuFlags.parse("flags\t\t: " + flags + "\n")),
        false);
  }

  private static WatchdogRule.Answer rule(KernelFacts facts) {
    return WatchdogRule.apply(facts, 2, 2);
  }

  @Test
  void theFilesOfAMachineBecomeFacts() throws IOException {
    write(KernelFacts.RELEASE_FILE, "6.18.44-cloud\n");
    write(KernelFacts.CURRENT_CLOCKSOURCE_FILE, "tsc\n");
    write(KernelFacts.AVAILABLE_CLOCKSOURCES_FILE, "tsc kvm-clock \n");
    write(KernelFacts.COMMAND_LINE_FILE, "console=ttyS0 quiet cpuidle_haltpoll.force=1\n");
    write(
        KernelFacts.CPUINFO_FILE,
        """
        processor\t: 0
        flags\t\t: fpu tsc constant_tsc nonstop_tsc tsc_known_freq tsc_adjust
        processor\t: 1
        flags\t\t: fpu tsc constant_tsc nonstop_tsc tsc_adjust
        """);

    KernelFacts facts = KernelFacts.read(new RealFileTree(root));

    assertThat(facts.version()).contains(new KernelVersion(6, 18));
    assertThat(facts.runsOn("tsc")).isTrue();
    assertThat(facts.availableClocksources())
        .isEqualTo(Reading.present(List.of("tsc", "kvm-clock")));
    assertThat(facts.bootParameters()).isEqualTo(Reading.present(new BootParameters(List.of())));
    // A flag that not every CPU has is not a flag of the machine.
    assertThat(facts.cpuFlags().toOptional().orElseThrow().names())
        .containsExactlyInAnyOrder("tsc", "constant_tsc", "nonstop_tsc", "tsc_adjust");
    assertThat(facts.sgiUv()).isFalse();
    assertThat(rule(facts).state()).isEqualTo(State.OFF_BY_RULE);
  }

  @Test
  void anSgiUvIsKnownByItsFolder() throws IOException {
    Files.createDirectories(root.resolve("proc/sgi_uv"));

    assertThat(KernelFacts.read(new RealFileTree(root)).sgiUv()).isTrue();
  }

  @Test
  void withoutAnyFileEveryFactIsUnknown() {
    KernelFacts facts = KernelFacts.read(new RealFileTree(root));

    assertThat(facts.version()).isEmpty();
    assertThat(rule(facts).state()).isEqualTo(State.UNKNOWN);
    assertThat(
            KernelFindings.of(
                facts, rule(facts), MeasuredSync.OUT_OF_SYNC, true, ReferenceVote.UNDECIDED))
        .isEmpty();
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void theWatchdogRuleFollowsTheKernelsVersion() {
    assertThat(state("6.11.0", GOOD_FLAGS, "", 4, 8)).isEqualTo(State.OFF_BY_RULE);
    assertThat(state("6.11.0", GOOD_FLAGS, "", 5, 1)).isEqualTo(State.ON);
    assertThat(state("6.6.1-generic", GOOD_FLAGS, "", 8, 4)).isEqualTo(State.OFF_BY_RULE);
    assertThat(state("6.6.1-generic", GOOD_FLAGS, "", 2, 8)).isEqualTo(State.ON);
    assertThat(state("6.1.0-18-amd64", GOOD_FLAGS, "", 2, 2)).isEqualTo(State.OFF_BY_RULE);
    assertThat(state("6.1.0-18-amd64", GOOD_FLAGS, "", 2, 4)).isEqualTo(State.UNKNOWN);
    assertThat(state("4.18.0-553.el8.x86_64", GOOD_FLAGS, "", 1, 1)).isEqualTo(State.UNKNOWN);
    assertThat(state("4.18.0-553.el8.x86_64", GOOD_FLAGS, "", 8, 8)).isEqualTo(State.ON);
    assertThat(state("6.18.0", "constant_tsc nonstop_tsc", "", 1, 1)).isEqualTo(State.ON);
    assertThat(state("strange", GOOD_FLAGS, "", 1, 1)).isEqualTo(State.UNKNOWN);
  }

  @Test
  void anOrderTurnsTheWatchdogOffWhateverTheCpu() {
    assertThat(state("6.1.0", "tsc", "tsc=reliable", 8, 8)).isEqualTo(State.OFF_BY_ORDER);
    assertThat(state("6.1.0", "tsc", "tsc=nowatchdog", 8, 8)).isEqualTo(State.OFF_BY_ORDER);
    assertThat(state("6.1.0", "tsc_reliable", "", 8, 8)).isEqualTo(State.OFF_BY_ORDER);
    assertThat(state("6.1.0", "tsc", "tsc=watchdog", 8, 8)).isEqualTo(State.ON);
    assertThat(state("7.1.0", GOOD_FLAGS, "tsc=watchdog", 1, 1)).isEqualTo(State.UNKNOWN);
  }

  private static State state(String release, String flags, String boot, int packages, int nodes) {
    return WatchdogRule.apply(facts(release, "tsc", "tsc", boot, flags), packages, nodes).state();
  }

  @Test
  void aKernelThatOffersTheTscNoMoreIsAWarningEvenIfTheTscIsFine() {
    KernelFacts facts = facts("6.1.0", "hpet", "hpet acpi_pm", "", GOOD_FLAGS);

    assertThat(
            KernelFindings.of(
                facts, rule(facts), MeasuredSync.IN_SYNC, true, ReferenceVote.UNDECIDED))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.KERNEL_CLOCKSOURCE_NOT_TSC);
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.sentence()).contains("hpet").contains("measured to be in sync");
            });
  }

  @Test
  void whyTheTscIsNotOfferedIsUnknownWithoutTheLogUnlessItWasAnOrder() {
    KernelFacts silent = facts("6.1.0", "hpet", "hpet acpi_pm", "", GOOD_FLAGS);
    KernelFacts ordered = facts("6.1.0", "hpet", "hpet acpi_pm", "tsc=unstable", GOOD_FLAGS);

    assertThat(
            KernelFindings.of(
                    silent, rule(silent), MeasuredSync.IN_SYNC, false, ReferenceVote.UNDECIDED)
                .get(0))
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.UNKNOWN);
              assertThat(finding.sentence()).contains("Why is not in the kernel log");
            });
    assertThat(
            KernelFindings.of(
                    ordered, rule(ordered), MeasuredSync.IN_SYNC, false, ReferenceVote.UNDECIDED)
                .get(0))
        .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.WARNING));
  }

  @Test
  void aTscThatIsOfferedButNotUsedIsWorthKnowing() {
    KernelFacts facts = facts("6.1.0", "acpi_pm", "tsc acpi_pm", "clocksource=acpi_pm", GOOD_FLAGS);

    Finding finding =
        KernelFindings.of(facts, rule(facts), MeasuredSync.IN_SYNC, true, ReferenceVote.UNDECIDED)
            .get(0);

    assertThat(finding.severity()).isEqualTo(Severity.INFO);
    assertThat(finding.advice()).contains("echo tsc >");
  }

  @Test
  void aClockDerivedFromTheTscIsNoWitness() {
    KernelFacts facts = facts("6.1.0", "kvm-clock", "kvm-clock tsc acpi_pm", "", GOOD_FLAGS);

    assertThat(
            KernelFindings.of(
                facts, rule(facts), MeasuredSync.OUT_OF_SYNC, true, ReferenceVote.UNDECIDED))
        .singleElement()
        .satisfies(finding -> assertThat(finding.sentence()).contains("no independent witness"));
  }

  @Test
  void tscReliableHidesAFaultOnlyIfThereIsOne() {
    KernelFacts facts = facts("6.1.0", "tsc", "tsc hpet", "tsc=reliable", GOOD_FLAGS);

    assertThat(
            KernelFindings.of(
                facts, rule(facts), MeasuredSync.OUT_OF_SYNC, true, ReferenceVote.UNDECIDED))
        .extracting(Finding::code)
        .containsExactly(
            FindingCode.KERNEL_TSC_RELIABLE_HIDES_FAULT, FindingCode.KERNEL_WATCHDOG_OFF);
    assertThat(
            KernelFindings.of(
                facts, rule(facts), MeasuredSync.IN_SYNC, true, ReferenceVote.UNDECIDED))
        .extracting(Finding::code)
        .containsExactly(FindingCode.KERNEL_WATCHDOG_OFF);
    assertThat(
            KernelFindings.of(
                    facts, rule(facts), MeasuredSync.IN_SYNC, true, ReferenceVote.UNDECIDED)
                .get(0)
                .sentence())
        .contains("boot parameter tsc=reliable");
  }

  @Test
  void releasesOfAllKindsAreRead() {
    assertThat(KernelVersion.parse("5.10")).contains(new KernelVersion(5, 10));
    assertThat(KernelVersion.parse("3.10.0-1160.el7")).contains(new KernelVersion(3, 10));
    assertThat(KernelVersion.parse("7.0-rc3")).contains(new KernelVersion(7, 0));
    assertThat(KernelVersion.parse("")).isEmpty();
    assertThat(KernelVersion.parse("6")).isEmpty();
    assertThat(KernelVersion.parse("99999.1")).isEmpty();
    assertThat(new KernelVersion(6, 1).atLeast(5, 16)).isTrue();
    assertThat(new KernelVersion(6, 1).atLeast(6, 11)).isFalse();
  }
}
