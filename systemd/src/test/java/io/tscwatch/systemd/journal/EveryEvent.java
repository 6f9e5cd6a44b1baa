package io.tscwatch.systemd.journal;

import java.util.List;
import java.util.Optional;

/** One event of each kind, with every field filled. */
final class EveryEvent {
  private EveryEvent() {}

  static final List<JournalEvent> EVENTS =
      List.of(
          new Started("1.0", "advise", "8 CPUs of this host"),
          new Ready("RELIABLE", "8 CPUs agree within 31 ns"),
          new VerdictChanged(
              "RELIABLE",
              "UNRELIABLE",
              "7",
              "skew.warp",
              "CPU 7 is 4.01 to 4.06 µs ahead of CPU 0, since 10:42:07.",
              "Switch the clocksource to hpet."),
          new FindingRaised(
              "skew.warp",
              "CRITICAL",
              "7",
              Optional.of(new OffsetNanos(4012, 4060)),
              "pair exchange of CPU 0 and CPU 7",
              "CPU 7 is 4.01 to 4.06 µs ahead of CPU 0.",
              "Switch the clocksource to hpet."),
          new FindingCleared("skew.warp", "7", "CPU 7 is in sync again since 11:00:00."),
          host(HostEvent.Kind.SUSPENDED, "The host slept for 8 h 2 min."),
          host(HostEvent.Kind.DISRUPTED, "This guest was paused for 312 ms."),
          host(HostEvent.Kind.CLOCK_SET, "The wall clock was set back by 12 s."),
          host(HostEvent.Kind.HOTPLUG, "CPUs 2-3 went offline."),
          host(HostEvent.Kind.KERNEL_MESSAGE, "The kernel marked the TSC unstable."),
          host(HostEvent.Kind.STARVED, "CPUs 2-3 gave no time to the last 3 sweeps."),
          new ClocksourceChanged("tsc", "hpet"),
          new ClocksourceEnforced("tsc", "hpet", "CPU 7 is 4.01 µs ahead."),
          new EnforcementRefused(
              "tsc",
              "hpet",
              "the clocksource is tsc still.",
              "clocksource: Override clocksource hpet is unstable and not HRT compatible"),
          new EnforcementYielded("hpet", "tsc", "it stays until the next boot."),
          new ConfigurationReloaded("/etc/tscwatch/tscwatch.yaml", "max-skew 1 us -> 500 ns"),
          new ConfigurationRefused("/etc/tscwatch/tscwatch.yaml", "line 3: unknown key max-skw"),
          new HistoryProblem(
              "/var/lib/tscwatch/history.db", "/var/lib/tscwatch/history.db cannot grow"),
          new AlertProblem("ops", false, "no connection. It is tried again until it works."),
          new PermissionLost("/dev/cpu/0/msr", "Permission denied"),
          new UnexpectedFailure("A sweep failed.", new IllegalStateException("two\nlines")),
          new Stopping("SIGTERM"));

  private static HostEvent host(HostEvent.Kind kind, String sentence) {
    return new HostEvent(kind, "2-3", sentence, "seen in a test");
  }

  /** Writes them all to wherever a service's log would go. */
  public static void main(String[] arguments) {
    LogTarget target = LogTarget.forThisProcess(System.getenv());
    try (Logging logging = Logging.start(target, Priority.INFO)) {
      EVENTS.forEach(logging.events()::write);
    }
  }
}
