package io.tscwatch.daemon.status;

import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.finding.Wording;
import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.daemon.report.Names;
import io.tscwatch.daemon.report.Paint;
import io.tscwatch.daemon.report.Paragraph;
import io.tscwatch.daemon.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A status for people: the verdict first, then why, then the CPUs. */
final class StatusText {

  /** More CPUs than this are listed only if something is to be said of them. */
  private static final int TABLE_CPUS = 32;

  private final JsonObject status;
  private final Paint paint;
  private final List<String> lines = new ArrayList<>();

  private StatusText(JsonObject status, Paint paint) {
    this.status = status;
    this.paint = paint;
  }

  static List<String> lines(JsonObject status, Verdict verdict, Paint paint) {
    StatusText text = new StatusText(status, paint);
    text.headline(verdict);
    text.findings();
    text.cpus();
    text.witnesses();
    text.recommendations();
    text.footer();
    return text.lines;
  }

  private void headline(Verdict verdict) {
    JsonObject machine = status.object("machine").orElse(JsonObject.EMPTY);
    String label = machine.text("label").orElse("?");
    String whose =
        machine.text("kind").orElse("").equals("real")
            ? "TSC of " + label
            : "TSC of the " + machine.text("kind").orElse("?") + " machine \"" + label + "\"";
    lines.add(
        whose
            + ": "
            + paint.verdict(verdict)
            + (verdict == Verdict.RELIABLE && status.flag("warnings") ? ", with warnings" : "")
            + status.text("verdictSince").map(since -> " since " + toSecond(since)).orElse(""));
    wrapped("  ", status.text("reason").orElse(""));
    status
        .text("requalifiesAt")
        .ifPresent(
            at -> wrapped("  ", "If nothing more is found, this ends at " + toSecond(at) + "."));
  }

  private void findings() {
    List<JsonObject> findings = status.objects("findings");
    if (!findings.isEmpty()) {
      lines.add("");
      lines.add("Why");
    }
    for (JsonObject finding : findings) {
      String severity = finding.text("severity").orElse("");
      lines.add(
          "  "
              + severity
              + " ".repeat(Math.max(1, 9 - severity.length()))
              + finding.text("code").orElse("")
              + finding.text("raisedAt").map(at -> ", since " + toSecond(at)).orElse(""));
      wrapped("           ", finding.text("sentence").orElse(""));
      if (!severity.equals(Names.of(Severity.INFO))) {
        finding
            .text("advice")
            .filter(advice -> !advice.isEmpty())
            .ifPresent(advice -> wrapped("           ", "What to do: " + advice));
      }
    }
  }

  private void cpus() {
    List<JsonObject> all = status.objects("cpus");
    List<JsonObject> listed =
        all.size() <= TABLE_CPUS ? all : all.stream().filter(cpu -> !reliable(cpu)).toList();
    lines.add("");
    if (!listed.isEmpty()) {
      OptionalLong reference = status.number("referenceCpu");
      lines.add(
          reference.isPresent() ? "CPUs, offsets against CPU " + reference.getAsLong() : "CPUs");
      Table table = new Table("CPU", "verdict", "offset in ns", "rate in ppb", "reason");
      listed.stream().limit(TABLE_CPUS).map(StatusText::row).forEach(table::row);
      lines.addAll(table.lines());
    }
    int others = all.size() - Math.min(listed.size(), TABLE_CPUS);
    if (others > 0) {
      boolean reliable = listed.size() <= TABLE_CPUS;
      lines.add(
          (listed.isEmpty() ? "All " : "  The other ")
              + others
              + (reliable ? " CPUs are RELIABLE." : " CPUs are in --format json."));
    }
  }

  private void witnesses() {
    List<JsonObject> all = status.objects("witnesses");
    List<JsonObject> present = all.stream().filter(StatusText::present).toList();
    if (present.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("Other clocks");
    Table table = new Table("clock", "standing", "source", "TSC against it in ppb", "observed");
    for (JsonObject witness : present) {
      table.row(
          List.of(
              witness.text("name").orElse("?"),
              witness.text("standing").orElse("?"),
              witness.text("source").orElse("-"),
              interval(witness, "minPicosPerSecond", "maxPicosPerSecond", 1000).orElse("-"),
              Wording.nanos(witness.number("observedNanos").orElse(0))));
    }
    lines.addAll(table.lines());
    for (JsonObject absent : all) {
      if (!present(absent)) {
        wrapped(
            "  ", absent.text("name").orElse("?") + ": " + absent.text("why").orElse("?") + ".");
      }
    }
    status
        .object("vote")
        .flatMap(vote -> vote.text("sentence"))
        .ifPresent(sentence -> wrapped("  ", sentence));
    status
        .object("headRoom")
        .ifPresentOrElse(
            this::headRoom,
            () ->
                wrapped(
                    "  ",
                    "Head-room against the kernel's watchdog: not known; the kernel has no hpet or"
                        + " acpi_pm that tscwatch can read, or its rate is not known yet."));
  }

  private static boolean present(JsonObject witness) {
    return witness.number("looks").orElse(0) > 0;
  }

  private void headRoom(JsonObject room) {
    wrapped(
        "  ",
        "Head-room against the kernel's watchdog ("
            + room.text("watchdog").orElse("?")
            + ", "
            + room.text("kernelCompares").orElse("?")
            + "): "
            + Wording.rate(room.number("marginPicosPerSecond").orElse(0))
            + " of "
            + Wording.rate(room.number("limitPicosPerSecond").orElse(0))
            + ", "
            + Wording.nanos(room.number("marginNanos").orElse(0))
            + " in each check. The limit: "
            + room.text("rule").orElse("?")
            + "; "
            + room.text("because").orElse("?")
            + ".");
    wrapped("  ", "Trend: " + trend(room));
    long slow = room.number("slowReads").orElse(0);
    wrapped(
        "  ",
        "Readout noise, which is no skew: "
            + slow
            + " of "
            + room.number("reads").orElse(0)
            + " readouts took longer than the kernel's check allows"
            + (slow == 0
                ? "."
                : "; about "
                    + room.number("noisyChecksPerYear").orElse(0)
                    + " of its checks a year would fail for that alone."));
  }

  private static String trend(JsonObject room) {
    Optional<String> perDay = interval(room, "trendMinPicosPerDay", "trendMaxPicosPerDay", 1000);
    return perDay
        .map(
            ppb ->
                ppb
                    + " ppb a day; "
                    + room.text("collisionAt")
                        .map(at -> "at the earliest it reaches the limit at " + toSecond(at) + ".")
                        .orElse("it does not certainly lead to the limit."))
        .orElse("not known before an hour of it was seen.");
  }

  private static boolean reliable(JsonObject cpu) {
    return cpu.text("verdict").orElse("").equals(Verdict.RELIABLE.name());
  }

  private static List<String> row(JsonObject cpu) {
    return List.of(
        number(cpu.number("cpu")),
        cpu.text("verdict").orElse("?"),
        cpu.object("offset").flatMap(o -> interval(o, "lowerNanos", "upperNanos", 1)).orElse("-"),
        cpu.object("rate")
            .flatMap(r -> interval(r, "minPicosPerSecond", "maxPicosPerSecond", 1000))
            .orElse("-"),
        cpu.text("reason").orElse(""));
  }

  /** Both ends in a larger unit, rounded outward. */
  private static Optional<String> interval(JsonObject of, String lower, String upper, long unit) {
    OptionalLong low = of.number(lower);
    OptionalLong high = of.number(upper);
    return low.isPresent() && high.isPresent()
        ? Optional.of(
            "%+d .. %+d"
                .formatted(
                    Math.floorDiv(low.getAsLong(), unit), -Math.floorDiv(-high.getAsLong(), unit)))
        : Optional.empty();
  }

  private static String number(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "?";
  }

  private void recommendations() {
    lines.add("");
    lines.add("What to do");
    for (JsonObject recommendation : status.objects("recommendations")) {
      wrapped(
          "  ",
          recommendation.text("topic").orElse("")
              + ": "
              + recommendation.text("sentence").orElse(""));
    }
  }

  private void footer() {
    OptionalLong age = status.number("evidenceAgeNanos");
    StringBuilder text = new StringBuilder("As of ");
    text.append(toSecond(status.text("asOf").orElse("?")));
    text.append(age.isPresent() ? ", evidence " + Wording.nanos(age.getAsLong()) + " old" : "");
    status
        .text("startedAt")
        .ifPresent(started -> text.append(", watched since ").append(toSecond(started)));
    status
        .object("history")
        .flatMap(history -> history.text("problem"))
        .ifPresent(problem -> text.append(". History: ").append(problem));
    lines.add("");
    wrapped("", text.append(".").toString());
  }

  /** An instant of RFC 3339 without its nanoseconds. */
  private static String toSecond(String instant) {
    int dot = instant.indexOf('.');
    return dot < 0 ? instant : instant.substring(0, dot) + "Z";
  }

  private void wrapped(String indent, String text) {
    lines.addAll(Paragraph.lines(indent, text));
  }
}
