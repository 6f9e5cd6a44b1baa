package io.tscwatch.daemon.history;

import io.tscwatch.daemon.report.Names;
import io.tscwatch.daemon.report.Times;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * CSV (RFC 4180), the header first; numbers of an event are one field of {@code name=value unit}.
 */
final class CsvHistory implements HistoryOutput {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final PrintWriter out;

  /** What the rows are of. */
  enum Rows {
    EVENTS(
        "time,run_started,origin,sequence,monotonic_ns,kind,code,severity,cpus,quantities"
            + ",sentence"),
    BOUNDS(
        "time,span_seconds,cpu,reference,samples,lower_min_ns,lower_max_ns,upper_min_ns"
            + ",upper_max_ns,width_min_ns,width_max_ns"),
    RATES(
        "time,span_seconds,witness,samples,min_least_ps_per_s,min_greatest_ps_per_s"
            + ",max_least_ps_per_s,max_greatest_ps_per_s");

    private final String header;

    Rows(String header) {
      this.header = header;
    }
  }

  CsvHistory(PrintWriter out, Rows rows) {
    this.out = out;
    line(rows.header);
  }

  @Override
  public void event(StoredEvent event) {
    String amounts =
        event.amounts().stream()
            .map(amount -> (amount.name() + "=" + amount.value() + " " + amount.unit()).strip())
            .collect(Collectors.joining("; "));
    fields(
        Times.rfc3339(event.realtimeNanos()),
        Times.rfc3339(event.run().startedRealtimeNanos()),
        Names.of(event.run().origin().kind()),
        event.sequence(),
        event.monotonicNanos(),
        event.kind(),
        event.code().orElse(""),
        event.severity(),
        event.cpus(),
        amounts,
        event.sentence());
  }

  @Override
  public void bounds(BoundsBucket bucket) {
    fields(
        Times.rfc3339(bucket.startSeconds() * NANOS_PER_SECOND),
        bucket.spanSeconds(),
        bucket.cpu(),
        bucket.reference(),
        bucket.samples(),
        bucket.lowerMinNanos(),
        bucket.lowerMaxNanos(),
        bucket.upperMinNanos(),
        bucket.upperMaxNanos(),
        bucket.widthMinNanos(),
        bucket.widthMaxNanos());
  }

  @Override
  public void rate(RateBucket bucket) {
    fields(
        Times.rfc3339(bucket.startSeconds() * NANOS_PER_SECOND),
        bucket.spanSeconds(),
        bucket.witness(),
        bucket.samples(),
        bucket.minLeast(),
        bucket.minGreatest(),
        bucket.maxLeast(),
        bucket.maxGreatest());
  }

  @Override
  public void end() {
    out.flush();
  }

  private void fields(Object... fields) {
    line(Arrays.stream(fields).map(CsvHistory::quoted).collect(Collectors.joining(",")));
  }

  private static String quoted(Object field) {
    String text = field.toString();
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  private void line(String text) {
    out.print(text + "\r\n");
  }
}
