package io.tscwatch.bench.witnesses;

import static io.tscwatch.bench.report.Section.number;

import io.tscwatch.bench.experiment.Bench;
import io.tscwatch.bench.experiment.Experiment;
import io.tscwatch.bench.report.Claim;
import io.tscwatch.bench.report.Section;
import io.tscwatch.bench.witnesses.WitnessesResult.Case;
import io.tscwatch.bench.witnesses.WitnessesResult.Clock;
import io.tscwatch.checks.machine.RealMachine;
import io.tscwatch.checks.witness.SteeringAgreement;
import io.tscwatch.checks.witness.WitnessReport;
import io.tscwatch.checks.witness.WitnessSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads this machine's other clocks, and plants faults into those of simulated ones. */
public final class Witnesses implements Experiment<WitnessesResult> {

  private static final int OBSERVED_SECONDS = 60;
  private static final long WATCHED_SECONDS = 300;
  private static final int ISSUE = 6;

  /**
   * Timers tell with the second look, after two seconds; a clock that NTP keeps to half a
   * millisecond has a vote from 100 ppm on, which that is after twenty.
   */
  private static final double TOLD_SECONDS = 30;

  @Override
  public String name() {
    return "witnesses";
  }

  @Override
  public int seconds() {
    return OBSERVED_SECONDS + 15;
  }

  @Override
  public Class<WitnessesResult> resultType() {
    return WitnessesResult.class;
  }

  @Override
  public WitnessesResult measure(Bench bench) throws IOException, InterruptedException {
    List<Case> cases = new ArrayList<>();
    for (PlannedCase planned : PlannedCase.ALL) {
      bench.progress().accept(planned.scenario());
      cases.add(CaseRun.of(planned, WATCHED_SECONDS));
    }
    int seconds = bench.runs(OBSERVED_SECONDS, 6);
    bench.progress().accept("this machine's clocks, " + seconds + " s");
    try (RealMachine machine = new RealMachine()) {
      ReadoutTimes times = new ReadoutTimes(machine, bench.cpus().get(0), bench.tscHertz());
      WitnessReport report = times.follow(seconds);
      return new WitnessesResult(
          seconds,
          WitnessSettings.DEFAULT.sharePartsPerMillion(),
          report.sharePartsPerMillion(),
          report.vote().sentence(),
          report.steering().map(SteeringAgreement::sentence).orElse(""),
          report.steering().filter(SteeringAgreement::agrees).isPresent(),
          times.clocks(report),
          cases);
    }
  }

  @Override
  public void tell(WitnessesResult result, Section section) {
    section.heading("Other clocks: what reading them costs, and who is blamed");
    section.paragraph(
        "This machine's clocks, followed for %d s as the daemon follows them. Beside it single readouts,"
            + " each the first of a thread that was just made, between two reads of the TSC; and looks"
            + " of five readouts, of which the narrowest bracket is kept. Times in nanoseconds; CPU time"
            + " of a look in microseconds, as a share of one CPU at the daemon's intervals, and of the"
            + " budget of %d ppm. The RTC shows seconds only: a readout is one look at it, and its"
            + " update is waited for.",
        result.observedSeconds(), result.budgetPartsPerMillion());
    section.table(
        List.of(
            "clock:",
            "derives from:",
            "standing:",
            "TSC against it, ppm:",
            "readouts",
            "median",
            "p99",
            "worst",
            "kept",
            "looks",
            "CPU a look",
            "ppm of a CPU",
            "% of the budget"),
        result.clocks().stream().filter(Clock::present).map(c -> row(c, result)).toList());
    List<Clock> absent = result.clocks().stream().filter(clock -> !clock.present()).toList();
    if (!absent.isEmpty()) {
      section.paragraph(
          "Not here, so not measured (`./verify --system` reads HPET, ACPI PM timer and RTC of an emulated"
              + " machine):");
      section.table(
          List.of("clock:", "why:", "to have it:"),
          absent.stream().map(c -> List.of(c.name(), c.why(), c.remedy())).toList());
    }
    section.paragraph(result.vote());
    if (!result.steering().isEmpty()) {
      section.paragraph(result.steering());
    }
    section.paragraph(
        "Planted faults, each on a simulated machine that was watched for five minutes of its time at"
            + " the daemon's settings: `tscwatch daemon --simulate NAME` shows them. Rates in ppm, of the"
            + " TSC against the clock that is named, when the fault was told and at the end.");
    section.table(
        List.of(
            "scenario:",
            "planted:",
            "expected:",
            "verdict:",
            "told after, s",
            "against:",
            "interval when told:",
            "at the end:",
            "false findings:"),
        result.cases().stream().map(Witnesses::row).toList());
    claims(result, section);
  }

  private static void claims(WitnessesResult result, Section section) {
    section.claim(
        new Claim(
            ISSUE,
            "reading all clocks of this machine, of one CPU",
            "at most " + result.budgetPartsPerMillion() + " ppm",
            result.sharePartsPerMillion() + " ppm",
            result.sharePartsPerMillion() <= result.budgetPartsPerMillion()));
    if (!result.steering().isEmpty()) {
      section.claim(
          new Claim(
              ISSUE,
              "the TSC's rate against CLOCK_REALTIME is the kernel's correction",
              "within its interval",
              result.steeringAgrees() ? "agrees" : "does not agree",
              result.steeringAgrees(),
              result.steering()));
    }
    for (Case one : result.cases()) {
      boolean inTime = one.toldAfterNanos() <= TOLD_SECONDS * 1e9;
      section.claim(
          new Claim(
              ISSUE,
              "simulated: " + one.planted(),
              one.expected() + (one.toldAfterNanos() < 0 ? "" : ", told within 30 s"),
              (one.asExpected() ? "as expected" : one.verdict() + ": " + one.outcome())
                  + (one.toldAfterNanos() < 0 ? "" : ", " + seconds(one) + " s")
                  + (one.falseFindings().isEmpty() ? "" : ", false: " + one.falseFindings()),
              one.asExpected() && inTime && one.falseFindings().isEmpty()));
    }
  }

  private static List<String> row(Clock clock, WitnessesResult result) {
    double share = clock.partsPerMillion();
    return List.of(
        clock.name(),
        clock.source(),
        clock.standing(),
        interval(clock.minPicosPerSecond(), clock.maxPicosPerSecond()),
        Integer.toString(clock.readouts()),
        number(clock.medianNanos(), 0),
        number(clock.p99Nanos(), 0),
        number(clock.worstNanos(), 0),
        clock.keptNanos() == 0 ? "-" : number(clock.keptNanos(), 0),
        Integer.toString(clock.looks()),
        number(clock.cpuNanosPerLook() / 1e3, 1),
        number(share, 1),
        number(100 * share / result.budgetPartsPerMillion(), 1));
  }

  private static List<String> row(Case one) {
    return List.of(
        one.scenario(),
        one.planted(),
        one.expected(),
        one.verdict() + (one.asExpected() ? "" : ", NOT AS EXPECTED: " + one.outcome()),
        one.toldAfterNanos() < 0 ? "-" : seconds(one),
        one.witness().isEmpty() ? "-" : one.witness(),
        one.toldAfterNanos() < 0 ? "-" : interval(one.minPicosPerSecond(), one.maxPicosPerSecond()),
        interval(one.lastMinPicosPerSecond(), one.lastMaxPicosPerSecond()),
        one.falseFindings().isEmpty() ? "none" : String.join(", ", one.falseFindings()));
  }

  private static String seconds(Case one) {
    return number(one.toldAfterNanos() / 1e9, 1);
  }

  private static String interval(long min, long max) {
    return min == 0 && max == 0 ? "-" : number(min / 1e6, 3) + " .. " + number(max / 1e6, 3);
  }
}
