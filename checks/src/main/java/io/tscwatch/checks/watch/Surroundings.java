package io.tscwatch.checks.watch;

import io.tscwatch.checks.facts.Facts;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.klog.KernelEvent;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.topology.CpuSet;
import java.util.List;
import java.util.Optional;

/**
 * What happens around the TSC: the clocksource, the kernel's log, TSC_ADJUST, and what may be read
 * of them. Not safe for use by many threads.
 */
final class Surroundings {

  private static final String TSC_ADJUST = "TSC_ADJUST";
  private static final String KERNEL_LOG = "The kernel log";

  private final Bulletin bulletin;
  private final MachineFacts machineFacts;
  private final KernelWatch kernelLog;
  private final AdjustWatch adjust;
  private final HypervisorPages pages;
  private boolean begun;
  private boolean msrReadable;
  private boolean logReadable;

  Surroundings(Machine machine, Bulletin bulletin, AdjustWatch adjust, HypervisorPages pages) {
    this.bulletin = bulletin;
    this.adjust = adjust;
    this.pages = pages;
    machineFacts = new MachineFacts(machine);
    kernelLog = new KernelWatch(machine);
  }

  /** The first look: what is there already is no event. */
  void begin(CpuSet watched, boolean followKernelLog) {
    if (followKernelLog) {
      kernelLog.poll();
    }
    adjust.poll(watched);
    logReadable = kernelLog.access() instanceof Reading.Present;
    msrReadable = adjust.access() instanceof Reading.Present;
    begun = true;
  }

  /** Everything that is known of the machine besides measurements. */
  Facts facts(Layout layout, boolean followKernelLog) {
    return machineFacts.with(layout, kernelLog, followKernelLog, adjust, pages);
  }

  /**
   * Looks at the clocksource: one small file.
   *
   * @return true if it changed
   */
  boolean lookAtClocksource() {
    if (!machineFacts.clocksourceChanged()) {
      return false;
    }
    bulletin.tell(
        WatchEvent.Kind.CLOCKSOURCE_CHANGED,
        Severity.WARNING,
        CpuSet.empty(),
        "The kernel's clocksource is now " + machineFacts.clocksource() + ".");
    return true;
  }

  /**
   * Looks at the kernel's log.
   *
   * @return true if it has news
   */
  boolean lookAtKernelLog() {
    List<KernelEvent> events = kernelLog.poll();
    for (KernelEvent event : events) {
      bulletin.tell(
          WatchEvent.Kind.KERNEL_MESSAGE,
          Severity.WARNING,
          event.cpus(),
          "The kernel said (" + event.code() + "): " + event.text().replace('\n', ' '));
    }
    boolean before = logReadable;
    logReadable = kernelLog.access() instanceof Reading.Present;
    return permission(KERNEL_LOG, before, logReadable, kernelLog.access()) || !events.isEmpty();
  }

  /**
   * What the registers say.
   *
   * @param change the finding for the values that changed
   * @param news true if any answer is another than before
   */
  record AdjustNews(Optional<Finding> change, boolean news) {}

  private static final AdjustNews NO_ADJUST_NEWS = new AdjustNews(Optional.empty(), false);

  /** Looks at TSC_ADJUST. */
  AdjustNews lookAtAdjust(CpuSet watched) {
    AdjustWatch.Poll poll = adjust.poll(watched);
    if (!poll.changed()) {
      // As with nearly every tick.
      return NO_ADJUST_NEWS;
    }
    poll.changes().ifPresent(this::tellChange);
    boolean before = msrReadable;
    msrReadable = adjust.access() instanceof Reading.Present;
    if (begun) {
      permission(TSC_ADJUST, before, msrReadable, adjust.access());
    }
    return new AdjustNews(poll.changes(), true);
  }

  private void tellChange(Finding finding) {
    bulletin.tell(WatchEvent.Kind.TSC_ADJUST_CHANGED, finding);
  }

  private boolean permission(String what, boolean before, boolean now, Reading<?> access) {
    if (now && !before) {
      bulletin.tell(
          WatchEvent.Kind.PERMISSION_REGAINED,
          Severity.INFO,
          CpuSet.empty(),
          what + " can be read again.");
    } else if (before && !now) {
      bulletin.tell(
          WatchEvent.Kind.PERMISSION_LOST,
          Severity.WARNING,
          CpuSet.empty(),
          what + " can no longer be read: " + access.whyNot().orElse(""));
    }
    return before != now;
  }
}
