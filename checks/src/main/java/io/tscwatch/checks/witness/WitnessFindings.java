package io.tscwatch.checks.witness;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Quantity;
import io.tscwatch.checks.finding.ReferenceVote;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.finding.Unit;
import io.tscwatch.checks.finding.Wording;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.witness.WitnessStatus.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges what other clocks said. Pure. */
public final class WitnessFindings {

  /** Claims of the frequency that differ by no more than this are rounding and calibration. */
  private static final long FREQUENCY_TOLERANCE_PICOS = 500_000_000L;

  private WitnessFindings() {}

  /** The vote, for whoever weighs other evidence against it. */
  public static ReferenceVote vote(WitnessReport report) {
    Vote vote = report.vote();
    if (vote instanceof Vote.TscConfirmed || vote instanceof Vote.WitnessOut) {
      return ReferenceVote.TSC_CONFIRMED;
    }
    return vote instanceof Vote.TscOut ? ReferenceVote.TSC_OUT : ReferenceVote.UNDECIDED;
  }

  /** The findings that follow. */
  public static List<Finding> of(WitnessReport report) {
    if (!report.enabled() || report.cpu() < 0) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    ofVote(report).ifPresent(findings::add);
    report.witnesses().stream()
        .filter(witness -> witness.standing() == Standing.UNSTEADY)
        .map(WitnessFindings::unsteady)
        .forEach(findings::add);
    report
        .nominal()
        .filter(
            nominal ->
                Math.abs(nominal.picosPerSecond(nominal.furthest())) > FREQUENCY_TOLERANCE_PICOS)
        .map(WitnessFindings::frequency)
        .ifPresent(findings::add);
    report.headRoom().flatMap(WitnessFindings::headRoom).ifPresent(findings::add);
    report.headRoom().flatMap(WitnessFindings::noise).ifPresent(findings::add);
    return List.copyOf(findings);
  }

  private static Optional<Finding> ofVote(WitnessReport report) {
    Vote vote = report.vote();
    if (vote instanceof Vote.TscOut out) {
      return Optional.of(tscOut(out));
    }
    if (vote instanceof Vote.WitnessOut out) {
      return Optional.of(witnessOut(out, report));
    }
    if (vote instanceof Vote.NoQuorum none) {
      if (!none.disagreeing().isEmpty()) {
        return Optional.of(disagrees(none, report));
      }
      return report.independent() ? Optional.empty() : Optional.of(nobody(report));
    }
    return Optional.empty();
  }

  private static Finding tscOut(Vote.TscOut out) {
    return new Finding(
        FindingCode.REFERENCE_TSC_OUT,
        Severity.CRITICAL,
        CpuSet.empty(),
        rates(out.rate()),
        "rates of " + String.join(", ", out.by()),
        "The TSC runs at "
            + range(out.rate())
            + " against its nominal frequency: "
            + out.sources()
            + " independent sources ("
            + String.join(", ", out.by())
            + ") agree on that.",
        "Use another clocksource, and boot again: the kernel then calibrates the TSC anew.");
  }

  private static Finding witnessOut(Vote.WitnessOut out, WitnessReport report) {
    String names = String.join(", ", out.witnessesOut());
    List<Quantity> quantities =
        find(report, out.witnessesOut().get(0))
            .flatMap(WitnessStatus::rate)
            .map(WitnessFindings::rates)
            .orElse(List.of());
    return new Finding(
        FindingCode.REFERENCE_WITNESS_OUT,
        Severity.WARNING,
        CpuSet.empty(),
        quantities,
        "rates of " + String.join(", ", out.by()) + " and " + names,
        "Not the TSC is wrong but "
            + names
            + rateOf(report, out.witnessesOut().get(0))
            + ": "
            + String.join(", ", out.by())
            + " "
            + (out.by().size() == 1 ? "agrees" : "agree")
            + " with the TSC.",
        "If the kernel watches the TSC by that clock it may give up a good TSC: boot with"
            + " tsc=nowatchdog, and let tscwatch watch it.");
  }

  private static Finding disagrees(Vote.NoQuorum none, WitnessReport report) {
    String first = none.disagreeing().get(0);
    return new Finding(
        FindingCode.REFERENCE_DISAGREES,
        Severity.UNKNOWN,
        CpuSet.empty(),
        find(report, first)
            .flatMap(WitnessStatus::rate)
            .map(WitnessFindings::rates)
            .orElse(List.of()),
        "rates of " + String.join(", ", none.disagreeing()),
        "The TSC and "
            + String.join(", ", none.disagreeing())
            + " disagree"
            + rateOf(report, first)
            + ", and which of them is wrong cannot be told: "
            + none.missing()
            + " more independent source could.",
        WitnessHints.text(report));
  }

  private static Finding nobody(WitnessReport report) {
    return new Finding(
        FindingCode.REFERENCE_NONE,
        Severity.INFO,
        CpuSet.empty(),
        List.of(),
        report.witnesses().stream()
            .map(w -> w.name() + ": " + w.why())
            .reduce((a, b) -> a + "; " + b)
            .orElse(""),
        "There is no independent witness here: that all CPUs agree is proven, that their rate is"
            + " right is not.",
        WitnessHints.text(report));
  }

  private static Finding unsteady(WitnessStatus witness) {
    String what =
        witness.stallNanos().isPresent()
            ? " stands still: it lost "
                + Wording.nanos(witness.stallNanos().getAsLong())
                + " on the TSC"
            : " stepped by "
                + Wording.nanos(witness.lastStepNanos().orElse(0))
                + " against the TSC";
    return new Finding(
        FindingCode.REFERENCE_WITNESS_UNSTEADY,
        Severity.WARNING,
        CpuSet.empty(),
        List.of(
            new Quantity(
                witness.stallNanos().isPresent() ? "lost" : "step",
                witness.stallNanos().orElse(witness.lastStepNanos().orElse(0)),
                Unit.NANOSECONDS)),
        witness.name(),
        "The clock " + witness.name() + what + "; it has no vote until it runs again.",
        "");
  }

  private static Finding frequency(NominalFrequency nominal) {
    NominalFrequency.Claim first = nominal.claims().get(0);
    NominalFrequency.Claim other = nominal.furthest();
    return new Finding(
        FindingCode.REFERENCE_FREQUENCY,
        Severity.WARNING,
        CpuSet.empty(),
        List.of(
            new Quantity("frequency", first.kilohertz(), Unit.KILOHERTZ),
            new Quantity("other", other.kilohertz(), Unit.KILOHERTZ)),
        first.by() + ", " + other.by(),
        "The TSC's frequency is "
            + first.kilohertz()
            + " kHz by "
            + first.by()
            + " and "
            + other.kilohertz()
            + " kHz by "
            + other.by()
            + ": "
            + Wording.rate(nominal.picosPerSecond(other))
            + " apart.",
        "Programs that take the frequency from one of them keep another time than the kernel.");
  }

  private static Optional<Finding> headRoom(HeadRoom room) {
    boolean near = room.marginPicosPerSecond() < room.limit().picosPerSecond() / 5;
    if (!near && room.collisionNanos().isEmpty()) {
      return Optional.empty();
    }
    // A rate that is not known well yet is no rate near the limit.
    if (room.skew().leastPicosPerSecond() < room.limit().picosPerSecond() / 2
        && room.collisionNanos().isEmpty()) {
      return Optional.empty();
    }
    String soon =
        room.collisionNanos().isPresent()
            ? " At the present trend the limit is reached in "
                + days(room.collisionNanos().getAsLong())
                + " at the earliest."
            : "";
    return Optional.of(
        new Finding(
            FindingCode.REFERENCE_HEAD_ROOM,
            Severity.WARNING,
            CpuSet.empty(),
            List.of(
                new Quantity("margin", room.marginPicosPerSecond(), Unit.PICOSECONDS_PER_SECOND),
                new Quantity("marginEachCheck", room.marginNanos(), Unit.NANOSECONDS),
                new Quantity("limit", room.limit().picosPerSecond(), Unit.PICOSECONDS_PER_SECOND)),
            "rate against " + room.watchdog() + "; limit " + room.limit().rule(),
            "The TSC runs at "
                + range(room.skew())
                + " against "
                + room.watchdog()
                + ", and the kernel gives it up beyond "
                + Wording.rate(room.limit().picosPerSecond())
                + "."
                + soon,
            "See which of the two clocks is wrong; if the TSC is right, tsc=nowatchdog keeps it."));
  }

  private static Optional<Finding> noise(HeadRoom room) {
    long trips = room.noisyChecksPerYear();
    if (trips == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            FindingCode.REFERENCE_READOUT_NOISE,
            Severity.WARNING,
            CpuSet.empty(),
            List.of(
                new Quantity("slowReads", room.slowReads(), Unit.COUNT),
                new Quantity("reads", room.reads(), Unit.COUNT),
                new Quantity("expectedAYear", trips, Unit.COUNT)),
            "readouts of " + room.watchdog(),
            room.slowReads()
                + " of "
                + room.reads()
                + " readouts of "
                + room.watchdog()
                + " took longer than the "
                + Wording.nanos(room.limit().readoutNanos())
                + " that the kernel's check allows: about "
                + trips
                + " of its checks a year find nothing else. That is noise of the readout, not skew"
                + " of the TSC.",
            "A kernel that counts slow readouts against the TSC needs tsc=nowatchdog here."));
  }

  private static String days(long nanos) {
    long days = nanos / 86_400_000_000_000L;
    return days >= 2 ? days + " days" : nanos / 3_600_000_000_000L + " hours";
  }

  private static Optional<WitnessStatus> find(WitnessReport report, String name) {
    return report.witnesses().stream().filter(w -> w.name().equals(name)).findFirst();
  }

  private static String rateOf(WitnessReport report, String name) {
    return find(report, name)
        .flatMap(WitnessStatus::rate)
        .map(rate -> " (the TSC runs at " + range(rate) + " against " + name + ")")
        .orElse("");
  }

  private static List<Quantity> rates(RateInterval rate) {
    return List.of(
        new Quantity("rateLower", rate.minPicosPerSecond(), Unit.PICOSECONDS_PER_SECOND),
        new Quantity("rateUpper", rate.maxPicosPerSecond(), Unit.PICOSECONDS_PER_SECOND));
  }

  private static String range(RateInterval rate) {
    return signed(rate.minPicosPerSecond()) + " to " + signed(rate.maxPicosPerSecond());
  }

  private static String signed(long picos) {
    return (picos >= 0 ? "+" : "") + Wording.rate(picos);
  }
}
