package io.tscwatch.daemon.klog;

import io.tscwatch.checks.klog.KernelEvent;
import io.tscwatch.checks.klog.KernelLogSummary;
import java.io.PrintWriter;
import java.util.StringJoiner;

/** For people: one line an event, the kernel's own words under it. */
final class TextOutput implements KlogOutput {

  private final PrintWriter out;

  TextOutput(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void event(KernelEvent event) {
    StringJoiner head = new StringJoiner(", ");
    head.add("line " + event.line() + ": " + event.code());
    if (!event.cpus().isEmpty()) {
      head.add("CPU " + event.cpus());
    }
    event.clocksource().ifPresent(head::add);
    event.watchdog().ifPresent(name -> head.add("watchdog " + name));
    event.skewNanos().ifPresent(nanos -> head.add("skew " + nanos + " ns"));
    out.println(head);
    event.text().lines().forEach(line -> out.println("    " + line));
    out.flush();
  }

  @Override
  public void summary(KernelLogSummary summary) {
    out.println("Summary: " + summary.did());
    out.println(summary.evidence());
    out.println("What to do: " + summary.advice());
    out.flush();
  }
}
