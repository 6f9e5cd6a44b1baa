package io.tscwatch.daemon.live;

import io.tscwatch.checks.finding.Wording;
import io.tscwatch.daemon.report.Paint;
import io.tscwatch.daemon.status.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A status as the lines of a screen: never more than it has, and never wider. */
final class WatchScreen {

  private static final String BAD = "1;31";
  private static final String DOUBT = "1;33";
  private static final Map<String, String> COLOURS =
      Map.of("UNRELIABLE", BAD, "UNKNOWN", DOUBT, "RELIABLE", "1;32");
  private static final Map<String, String> MARKS =
      Map.of("UNRELIABLE", "x", "UNKNOWN", "?", "RELIABLE", "ok");
  private static final int MOST_FINDINGS = 6;

  /** One line in so many is for what happened; a small screen shows what is. */
  private static final int ROWS_PER_EVENT = 7;

  private static final int ROWS_WITH_EVENTS = 30;

  private final JsonObject status;
  private final int columns;
  private final int rows;
  private final Paint paint;
  private final List<String> lines = new ArrayList<>();

  private WatchScreen(JsonObject status, int columns, int rows, Paint paint) {
    this.status = status;
    this.columns = columns;
    this.rows = rows;
    this.paint = paint;
  }

  /**
   * The lines.
   *
   * @param latest events, the newest first
   * @param problem why this status is not fresh, if it is not
   */
  static List<String> lines(
      JsonObject status,
      List<JsonObject> latest,
      Optional<String> problem,
      int columns,
      int rows,
      Paint paint) {
    WatchScreen screen = new WatchScreen(status, columns, rows, paint);
    screen.head(problem);
    screen.verdict();
    screen.others();
    screen.findings();
    screen.events(latest);
    screen.map();
    screen.cpus();
    return screen.lines.size() > rows ? screen.lines.subList(0, rows) : screen.lines;
  }

  private void add(String sgr, String text) {
    lines.add(paint.in(sgr, cut(text)));
  }

  private String cut(String text) {
    return text.length() <= columns ? text : text.substring(0, Math.max(0, columns - 1)) + "…";
  }

  private int left() {
    return rows - lines.size();
  }

  private void head(Optional<String> problem) {
    JsonObject machine = status.object("machine").orElse(JsonObject.EMPTY);
    String label = machine.text("label").orElse("?");
    String kind = machine.text("kind").orElse("");
    String whose = "tscwatch  " + (kind.equals("real") ? label : kind + " machine: " + label);
    String asOf = toSecond(status.text("asOf").orElse("?"));
    int gap = Math.max(2, columns - whose.length() - asOf.length());
    add("", whose + " ".repeat(gap) + asOf);
    problem.ifPresent(why -> add("7;1;31", " NOT LIVE, this is what it said last: " + why + " "));
  }

  private void verdict() {
    String verdict = status.text("verdict").orElse("?");
    String warned = verdict.equals("RELIABLE") && status.flag("warnings") ? ", with warnings" : "";
    String since = status.text("verdictSince").map(at -> " since " + toSecond(at)).orElse("");
    String word = MARKS.getOrDefault(verdict, "?") + " " + verdict + warned;
    lines.add(
        paint.in(COLOURS.getOrDefault(verdict, ""), word)
            + cut(since)
                .substring(0, Math.max(0, Math.min(since.length(), columns - word.length()))));
    wrap("  ", status.text("reason").orElse(""), 3);
    List<String> figures = new ArrayList<>();
    List<JsonObject> cpus = status.objects("cpus");
    long reliable = cpus.stream().filter(cpu -> is(cpu, "RELIABLE")).count();
    figures.add(reliable + " of " + cpus.size() + " CPUs ok");
    OptionalLong agreement = status.number("agreementNanos");
    figures.add(
        "agreement "
            + (agreement.isPresent() ? Wording.nanos(agreement.getAsLong()) : "not proven"));
    limit().ifPresent(limit -> figures.add("limit " + limit));
    OptionalLong age = status.number("evidenceAgeNanos");
    figures.add("evidence " + (age.isPresent() ? Wording.nanos(age.getAsLong()) + " old" : "none"));
    add("", "  " + String.join(" · ", figures));
  }

  /** What others say of the TSC: the kernel, the firmware's register, KVM, and other clocks. */
  private void others() {
    List<String> said = new ArrayList<>();
    status
        .object("facts")
        .flatMap(facts -> facts.object("kernel"))
        .flatMap(kernel -> kernel.text("currentClocksource"))
        .ifPresent(clocksource -> said.add("clocksource " + clocksource));
    List<String> adjust =
        status.objects("cpus").stream()
            .flatMap(cpu -> cpu.text("tscAdjustCycles").stream())
            .distinct()
            .toList();
    said.add(
        adjust.isEmpty()
            ? "TSC_ADJUST not read"
            : "TSC_ADJUST " + (adjust.size() == 1 ? adjust.get(0) : "differs"));
    status
        .object("kvm")
        .flatMap(kvm -> kvm.object("host"))
        .flatMap(host -> host.text("stableKvmclock"))
        .ifPresent(stable -> said.add("stable kvmclock " + stable));
    add("", "  " + String.join(" · ", said));
    status
        .object("vote")
        .flatMap(vote -> vote.text("sentence"))
        .ifPresent(sentence -> add("", "  " + sentence));
  }

  /** The latest events, where the screen has room for them. */
  private void events(List<JsonObject> latest) {
    if (rows < ROWS_WITH_EVENTS || latest.isEmpty()) {
      return;
    }
    lines.add("");
    add("1", "what happened, the latest first");
    for (JsonObject event : latest.subList(0, Math.min(latest.size(), rows / ROWS_PER_EVENT))) {
      add(
          "",
          toSecond(event.text("at").orElse("?"))
              + "  "
              + event.text("kind").orElse("")
              + "  "
              + event.text("sentence").orElse(""));
    }
  }

  private Optional<String> limit() {
    OptionalLong limit = status.object("limits").orElse(JsonObject.EMPTY).number("maxSkewNanos");
    return limit.isPresent() ? Optional.of(Wording.nanos(limit.getAsLong())) : Optional.empty();
  }

  private void findings() {
    List<JsonObject> findings = status.objects("findings");
    if (findings.isEmpty()) {
      return;
    }
    lines.add("");
    int shown = Math.min(findings.size(), Math.max(2, Math.min(MOST_FINDINGS, rows / 5)));
    for (JsonObject finding : findings.subList(0, Math.min(shown, findings.size()))) {
      String severity = finding.text("severity").orElse("");
      String sgr = severity.equals("critical") ? BAD : severity.equals("warning") ? DOUBT : "";
      String mark = severity.equals("critical") ? "x" : severity.equals("warning") ? "!" : "i";
      String code = mark + " " + finding.text("code").orElse("");
      String sentence = cut(code + "  " + finding.text("sentence").orElse(""));
      int end = Math.min(code.length(), sentence.length());
      lines.add(paint.in(sgr, sentence.substring(0, end)) + sentence.substring(end));
    }
    if (findings.size() > shown) {
      add("", "  and " + (findings.size() - shown) + " more: tscwatch status");
    }
  }

  /** One character for each CPU, or for the gravest of a group where the screen is small. */
  private void map() {
    CpuMap map = CpuMap.fitting(status.objects("cpus"), columns, Math.max(1, left() / 2 - 2));
    if (left() < 4 || map.lines().isEmpty()) {
      return;
    }
    lines.add("");
    add("1", map.title());
    for (String line : map.lines()) {
      StringBuilder painted = new StringBuilder();
      int from = Math.min(map.margin(), line.length());
      painted.append(line, 0, from);
      for (char mark : line.substring(from).toCharArray()) {
        painted.append(
            paint.in(mark == 'x' ? BAD : mark == '?' ? DOUBT : "", String.valueOf(mark)));
      }
      lines.add(painted.toString());
    }
  }

  private void cpus() {
    if (left() < 3) {
      return;
    }
    lines.add("");
    OptionalLong reference = status.number("referenceCpu");
    add(
        "1",
        "%5s  %-10s  %16s  %6s  %14s  %s"
            .formatted(
                "CPU",
                "verdict",
                "offset, ns",
                "width",
                "rate, ppb",
                reference.isPresent() ? "against CPU " + reference.getAsLong() : ""));
    List<JsonObject> all = new ArrayList<>();
    for (String verdict : List.of("UNRELIABLE", "UNKNOWN", "RELIABLE")) {
      status.objects("cpus").stream().filter(cpu -> is(cpu, verdict)).forEach(all::add);
    }
    int room = left();
    int shown = all.size() <= room ? all.size() : room - 1;
    for (JsonObject cpu : all.subList(0, Math.max(0, shown))) {
      String verdict = cpu.text("verdict").orElse("?");
      add(verdict.equals("RELIABLE") ? "" : COLOURS.getOrDefault(verdict, ""), row(cpu, verdict));
    }
    if (shown < all.size()) {
      add("", "       and " + (all.size() - shown) + " more: tscwatch status --format json");
    }
  }

  private static String row(JsonObject cpu, String verdict) {
    JsonObject offset = cpu.object("offset").orElse(JsonObject.EMPTY);
    JsonObject rate = cpu.object("rate").orElse(JsonObject.EMPTY);
    OptionalLong lower = offset.number("lowerNanos");
    OptionalLong upper = offset.number("upperNanos");
    boolean known = lower.isPresent() && upper.isPresent();
    OptionalLong slowest = rate.number("minPicosPerSecond");
    OptionalLong fastest = rate.number("maxPicosPerSecond");
    return "%5d  %-10s  %16s  %6s  %14s  %s"
        .formatted(
            cpu.number("cpu").orElse(-1),
            verdict,
            known ? "%+d .. %+d".formatted(lower.getAsLong(), upper.getAsLong()) : "-",
            known ? Long.toString(upper.getAsLong() - lower.getAsLong()) : "-",
            slowest.isPresent() && fastest.isPresent()
                ? "%+d .. %+d"
                    .formatted(
                        Math.floorDiv(slowest.getAsLong(), 1000L),
                        -Math.floorDiv(-fastest.getAsLong(), 1000L))
                : "-",
            cpu.text("reason").orElse(""));
  }

  private void wrap(String indent, String text, int most) {
    String rest = text;
    for (int line = 1; !rest.isEmpty(); line++) {
      int room = Math.max(8, columns - indent.length());
      int end = rest.length() <= room ? rest.length() : rest.lastIndexOf(' ', room);
      if (end <= 0 || line == most) {
        add("", indent + rest);
        return;
      }
      add("", indent + rest.substring(0, end));
      rest = rest.substring(end).strip();
    }
  }

  private static boolean is(JsonObject cpu, String verdict) {
    return cpu.text("verdict").orElse("").equals(verdict);
  }

  private static String toSecond(String instant) {
    int dot = instant.indexOf('.');
    return dot < 0 ? instant : instant.substring(0, dot) + "Z";
  }
}
