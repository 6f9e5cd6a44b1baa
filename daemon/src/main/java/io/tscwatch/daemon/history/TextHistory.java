package io.tscwatch.daemon.history;

import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.witness.RateInterval;
import io.tscwatch.daemon.report.Times;
import java.io.PrintWriter;
import java.util.Optional;

/** For people: one line an event, with a line of its own where events are missing. */
final class TextHistory implements HistoryOutput {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final PrintWriter out;
  private final boolean everyKind;
  private Optional<StoredEvent> before = Optional.empty();
  private boolean any;

  /**
   * Writes there.
   *
   * @param everyKind true if every event is told, so that a gap between two means a loss
   */
  TextHistory(PrintWriter out, boolean everyKind) {
    this.out = out;
    this.everyKind = everyKind;
  }

  @Override
  public void event(StoredEvent event) {
    any = true;
    boolean sameRun = before.isPresent() && before.get().run().equals(event.run());
    if (!sameRun) {
      run(event.run());
    } else if (everyKind && event.sequence() > before.get().sequence() + 1) {
      long missing = event.sequence() - before.get().sequence() - 1;
      out.println("  " + missing + " events are missing here: they could not be written");
    }
    before = Optional.of(event);
    out.println(
        millis(event.realtimeNanos())
            + "  "
            + event.severity()
            + "  "
            + event.kind()
            + event.code().map(code -> " " + code).orElse("")
            + (event.cpus().isEmpty() ? "" : "  CPU " + event.cpus())
            + "\n    "
            + event.sentence());
  }

  private void run(StoredEvent.Run run) {
    String machine =
        run.origin().kind() == Origin.Kind.REAL
            ? ""
            : ", not a real machine: " + run.origin().label();
    out.println(
        "-- started "
            + millis(run.startedRealtimeNanos())
            + ", version "
            + run.version()
            + machine);
  }

  @Override
  public void bounds(BoundsBucket bucket) {
    if (!any) {
      out.println(
          "-- time, CPU against its reference: lowest to highest certified bound, least to greatest"
              + " width");
    }
    any = true;
    out.printf(
        "%s  %ds  CPU %d against %d: %d to %d ns, width %d to %d ns, %d samples%n",
        Times.rfc3339(bucket.startSeconds() * NANOS_PER_SECOND).replaceFirst("\\.\\d+Z", "Z"),
        bucket.spanSeconds(),
        bucket.cpu(),
        bucket.reference(),
        bucket.lowerMinNanos(),
        bucket.upperMaxNanos(),
        bucket.widthMinNanos(),
        bucket.widthMaxNanos(),
        bucket.samples());
  }

  @Override
  public void rate(RateBucket bucket) {
    if (!any) {
      out.println(
          "-- time, clock: by how much the TSC ran fast against it, least to greatest certified");
    }
    any = true;
    out.printf(
        "%s  %ds  %s: %s ppm, %d samples%n",
        Times.rfc3339(bucket.startSeconds() * NANOS_PER_SECOND).replaceFirst("\\.\\d+Z", "Z"),
        bucket.spanSeconds(),
        bucket.witness(),
        new RateInterval(bucket.minLeast(), bucket.maxGreatest()).ppm(),
        bucket.samples());
  }

  @Override
  public void end() {
    if (!any) {
      out.println("Nothing was recorded in this time.");
    }
    out.flush();
  }

  private static String millis(long realtimeNanos) {
    return Times.rfc3339(realtimeNanos).replaceFirst("(\\.\\d{3})\\d+Z", "$1Z");
  }
}
