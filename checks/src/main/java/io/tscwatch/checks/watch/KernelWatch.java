package io.tscwatch.checks.watch;

import io.tscwatch.checks.klog.KernelEvent;
import io.tscwatch.checks.klog.KernelLogFollower;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.read.Reading;
import java.util.ArrayList;
import java.util.List;

/** Follows the kernel log of a machine. Not safe for use by many threads. */
final class KernelWatch {

  /** A log that complains for ever must not fill the memory: the last ones are kept. */
  private static final int MAX_EVENTS = 1000;

  /** A log that cannot be read is tried again after so many polls. */
  private static final int RETRY_POLLS = 10;

  private final Machine machine;
  private final KernelLogFollower follower = new KernelLogFollower();
  private final List<KernelEvent> events = new ArrayList<>();
  private Reading<List<String>> last = Reading.absent("not read yet");
  private boolean pending;
  private int pollsToSkip;

  KernelWatch(Machine machine) {
    this.machine = machine;
  }

  /** The events that the kernel logged since the last poll. */
  List<KernelEvent> poll() {
    if (pollsToSkip > 0) {
      pollsToSkip--;
      return List.of();
    }
    last = machine.newKernelLines();
    if (!(last instanceof Reading.Present<List<String>> present)) {
      pollsToSkip = RETRY_POLLS;
      return List.of();
    }
    List<KernelEvent> fresh = new ArrayList<>();
    if (present.value().isEmpty()) {
      // A report of several lines is complete when the log has been silent for one interval.
      if (pending) {
        fresh.addAll(follower.flush());
        pending = false;
      }
    } else {
      present.value().forEach(line -> fresh.addAll(follower.accept(line)));
      pending = true;
    }
    events.addAll(fresh);
    if (events.size() > MAX_EVENTS) {
      events.subList(0, events.size() - MAX_EVENTS).clear();
    }
    return fresh;
  }

  /** Why the log cannot be read; a present reading if it can. */
  Reading<List<String>> access() {
    return last;
  }

  /** Everything logged so far, for the facts. */
  Reading<List<KernelEvent>> log() {
    return last.map(lines -> List.copyOf(events));
  }
}
