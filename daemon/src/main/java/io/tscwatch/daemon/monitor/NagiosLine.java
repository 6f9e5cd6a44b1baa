package io.tscwatch.daemon.monitor;

import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.daemon.ExitCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What a monitoring plugin prints, by the Monitoring Plugins Development Guidelines: {@code SERVICE
 * STATUS - text | label=value[UOM];[warn];[crit];[min];[max]}, then lines of long text. A value
 * that is not known is {@code U}; a threshold of 0 means: alert above 0. The exit codes are those
 * of {@link ExitCode}, 0 to 3.
 */
public final class NagiosLine {

  private NagiosLine() {}

  /** The lines; the first has the performance data. */
  public static List<String> lines(Standing standing) {
    List<String> lines = new ArrayList<>();
    lines.add(
        status(standing)
            + " - "
            + subject(standing)
            + plain(standing.reason())
            + " | "
            + String.join(" ", performance(standing)));
    standing.findings().stream()
        .filter(found -> !found.severity().equals("info"))
        .map(found -> found.severity() + " " + found.code() + ": " + plain(found.sentence()))
        .forEach(lines::add);
    return lines;
  }

  /** What is printed, with exit code {@link ExitCode#UNKNOWN}, when there is nothing to judge. */
  public static String unknown(String why) {
    return "TSC UNKNOWN - " + plain(why);
  }

  private static String status(Standing standing) {
    return switch (standing.verdict()) {
      case RELIABLE -> standing.warnings() ? "TSC WARNING" : "TSC OK";
      case UNRELIABLE -> "TSC CRITICAL";
      case UNKNOWN -> "TSC UNKNOWN";
    };
  }

  /** Nobody shall take a simulated fault for one of this machine. */
  static String subject(Standing standing) {
    StringBuilder text = new StringBuilder();
    standing
        .labels()
        .forEach((kind, label) -> text.append('[').append(kind).append(": ").append(label + "] "));
    return plain(text.toString());
  }

  private static List<String> performance(Standing standing) {
    OptionalLong widest =
        standing.cpus().stream()
            .flatMap(cpu -> cpu.bounds().stream())
            .mapToLong(Standing.Bounds::widthNanos)
            .max();
    List<String> values = new ArrayList<>();
    values.add("agreement=" + seconds(standing.agreementNanos(), limit(standing)) + ";0");
    values.add("widest=" + seconds(widest, "") + ";0");
    int cpus = standing.cpus().size();
    values.add(cpus("unreliable", standing.count(Verdict.UNRELIABLE), cpus));
    values.add(cpus("unknown", standing.count(Verdict.UNKNOWN), cpus));
    if (standing.evidenceAgeNanos().isPresent()) {
      values.add("evidence_age=" + seconds(standing.evidenceAgeNanos(), "") + ";0");
    }
    return values;
  }

  private static String limit(Standing standing) {
    OptionalLong limit = standing.maxSkewNanos();
    return limit.isPresent() ? decimal(limit.getAsLong()) : "";
  }

  private static String cpus(String verdict, long count, int all) {
    String threshold = verdict.equals("unreliable") ? ";;0;0;" : ";0;;0;";
    return String.format(Locale.ROOT, "cpus_%s=%d%s%d", verdict, count, threshold, all);
  }

  private static String seconds(OptionalLong nanos, String critical) {
    String value = nanos.isPresent() ? decimal(nanos.getAsLong()) + "s" : "U";
    return value + ";;" + critical;
  }

  /** Without an exponent, which readers of performance data do not know. */
  private static String decimal(long nanos) {
    return BigDecimal.valueOf(nanos, 9).toPlainString();
  }

  /** The bar begins performance data, and a line feed the long text. */
  static String plain(String text) {
    return text.replace('|', '/').replaceAll("\\p{Cntrl}+", " ");
  }
}
