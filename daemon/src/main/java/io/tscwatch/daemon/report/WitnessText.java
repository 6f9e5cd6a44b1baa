package io.tscwatch.daemon.report;

import io.tscwatch.checks.finding.Wording;
import io.tscwatch.checks.witness.HeadRoom;
import io.tscwatch.checks.witness.Lineage;
import io.tscwatch.checks.witness.RateInterval;
import io.tscwatch.checks.witness.WitnessReport;
import io.tscwatch.checks.witness.WitnessStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What other clocks said, for people. */
final class WitnessText {

  private WitnessText() {}

  static List<String> lines(WitnessReport report) {
    if (!report.enabled() || report.cpu() < 0) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add("Other clocks, compared with CPU " + report.cpu());
    Table table =
        new Table("clock", "standing", "source", "TSC against it in ppm", "readout", "CPU a look");
    report.witnesses().stream().filter(WitnessStatus::present).forEach(w -> table.row(row(w)));
    lines.addAll(table.lines());
    for (WitnessStatus absent : report.witnesses()) {
      if (!absent.present()) {
        lines.addAll(Paragraph.lines("  ", absent.name() + ": " + absent.why() + "."));
      }
    }
    lines.addAll(Paragraph.lines("  ", report.vote().sentence()));
    report.headRoom().ifPresent(room -> lines.addAll(Paragraph.lines("  ", headRoom(room))));
    report.steering().ifPresent(told -> lines.addAll(Paragraph.lines("  ", told.sentence())));
    return lines;
  }

  private static List<String> row(WitnessStatus witness) {
    return List.of(
        witness.name(),
        Names.of(witness.standing()),
        witness.lineage().map(Lineage::source).orElse("-"),
        witness.rate().map(RateInterval::ppm).orElse("-"),
        Wording.nanos(witness.cost().medianNanos()),
        Wording.nanos(witness.cost().cpuNanosPerLook()));
  }

  private static String headRoom(HeadRoom room) {
    return "Head-room: the kernel gives the TSC up beyond "
        + Wording.rate(room.limit().picosPerSecond())
        + " against "
        + room.watchdog()
        + " ("
        + room.limit().rule()
        + "); "
        + Wording.rate(room.marginPicosPerSecond())
        + " are left, "
        + Wording.nanos(room.marginNanos())
        + " in each check. Its watchdog is "
        + Names.of(room.state().state())
        + " ("
        + room.state().because()
        + ")."
        + Optional.of(room.noisyChecksPerYear())
            .filter(checks -> checks > 0)
            .map(checks -> " Slow readouts alone would fail about " + checks + " checks a year.")
            .orElse("");
  }
}
