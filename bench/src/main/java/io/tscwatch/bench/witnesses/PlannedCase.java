package io.tscwatch.bench.witnesses;

import static io.tscwatch.checks.finding.FindingCode.COVERAGE_INCOMPLETE;
import static io.tscwatch.checks.finding.FindingCode.EVIDENCE_STALE;
import static io.tscwatch.checks.finding.FindingCode.PROBE_STARVED;
import static io.tscwatch.checks.finding.FindingCode.REFERENCE_DISAGREES;
import static io.tscwatch.checks.finding.FindingCode.REFERENCE_HEAD_ROOM;
import static io.tscwatch.checks.finding.FindingCode.REFERENCE_NONE;
import static io.tscwatch.checks.finding.FindingCode.REFERENCE_TSC_OUT;
import static io.tscwatch.checks.finding.FindingCode.REFERENCE_WITNESS_OUT;
import static io.tscwatch.checks.finding.FindingCode.REFERENCE_WITNESS_UNSTEADY;

import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.checks.witness.Vote;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A case that the issue asks for.
 *
 * @param scenario the built-in scenario
 * @param planted what is wrong there
 * @param expected in words
 * @param faultSeconds when it begins
 * @param told whether a status tells it; empty if an event does, or nothing is to be told
 * @param event that tells it
 * @param witness whose interval is shown
 * @param verdict at the end
 * @param vote at the end
 * @param findings that may be raised, besides those of what the machine is
 */
record PlannedCase(
    String scenario,
    String planted,
    String expected,
    long faultSeconds,
    Optional<Predicate<WatchStatus>> told,
    Optional<WatchEvent.Kind> event,
    String witness,
    Verdict verdict,
    Class<? extends Vote> vote,
    Set<FindingCode> findings) {

  /**
   * All of them; the first fault of a scenario comes after a minute, or is there from the start.
   */
  static final List<PlannedCase> ALL =
      List.of(
          of(
              "witness-hpet-800ppm-off",
              "HPET 800 ppm off, PM and NTP fine",
              "witness out, TSC RELIABLE",
              Optional.of(status -> status.witnesses().vote().witnessesOut().contains("hpet")),
              "hpet",
              Verdict.RELIABLE,
              Vote.WitnessOut.class,
              Set.of(REFERENCE_WITNESS_OUT, REFERENCE_HEAD_ROOM, REFERENCE_DISAGREES)),
          of(
              "witness-tsc-300ppm-off",
              "TSC 300 ppm off",
              "TSC out, UNRELIABLE",
              Optional.of(status -> status.witnesses().vote() instanceof Vote.TscOut),
              "hpet",
              Verdict.UNRELIABLE,
              Vote.TscOut.class,
              Set.of(REFERENCE_TSC_OUT, REFERENCE_DISAGREES)),
          of(
              "witness-shared-source",
              "TSC 300 ppm off, HPET and PM share a crystal",
              "they count once: no quorum, UNKNOWN",
              Optional.of(status -> disagree(status.witnesses().vote())),
              "hpet",
              Verdict.UNKNOWN,
              Vote.NoQuorum.class,
              Set.of(REFERENCE_DISAGREES)),
          later(
              "witness-ntp-step",
              "NTP sets the clock by 250 ms",
              "its series ends, nobody else is blamed",
              Optional.of(WatchEvent.Kind.WITNESS_STEPPED),
              "realtime",
              Set.of(REFERENCE_WITNESS_UNSTEADY)),
          later(
              "witness-hpet-stall",
              "HPET stands still for 20 s",
              "the stall is told, TSC RELIABLE",
              Optional.of(WatchEvent.Kind.WITNESS_STALLED),
              "hpet",
              Set.of(REFERENCE_WITNESS_UNSTEADY)),
          later(
              "witness-pm-wrap",
              "nobody looks for 20 s: PM wraps four times",
              "nothing: another clock settles the wraps",
              Optional.empty(),
              "acpi-pm",
              Set.of(PROBE_STARVED, EVIDENCE_STALE, COVERAGE_INCOMPLETE)),
          later(
              "witness-slow-readouts",
              "1 % of readouts take 100 us longer",
              "nothing",
              Optional.empty(),
              "hpet",
              Set.of()),
          of(
              "all-in-sync-2",
              "no witness at all",
              "said so, TSC RELIABLE",
              Optional.of(status -> finds(status, REFERENCE_NONE)),
              "",
              Verdict.RELIABLE,
              Vote.NoQuorum.class,
              Set.of(REFERENCE_NONE)));

  private static final long FIRST_FAULT_SECONDS = 61;

  private static PlannedCase of(
      String scenario,
      String planted,
      String expected,
      Optional<Predicate<WatchStatus>> told,
      String witness,
      Verdict verdict,
      Class<? extends Vote> vote,
      Set<FindingCode> findings) {
    return new PlannedCase(
        scenario, planted, expected, 0, told, Optional.empty(), witness, verdict, vote, findings);
  }

  private static PlannedCase later(
      String scenario,
      String planted,
      String expected,
      Optional<WatchEvent.Kind> event,
      String witness,
      Set<FindingCode> findings) {
    return new PlannedCase(
        scenario,
        planted,
        expected,
        FIRST_FAULT_SECONDS,
        Optional.empty(),
        event,
        witness,
        Verdict.RELIABLE,
        Vote.TscConfirmed.class,
        findings);
  }

  private static boolean disagree(Vote vote) {
    return vote instanceof Vote.NoQuorum none && !none.disagreeing().isEmpty();
  }

  private static boolean finds(WatchStatus status, FindingCode code) {
    return status.findings().stream().anyMatch(finding -> finding.finding().code() == code);
  }
}
