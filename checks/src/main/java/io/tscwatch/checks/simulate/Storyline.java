package io.tscwatch.checks.simulate;

import io.tscwatch.checks.simulate.MachineState.Disturbance;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A scenario's events, compiled: the states of the machine in order, and its suspensions.
 *
 * <p>Times are elapsed nanoseconds since the scenario began, time in suspend included. Immutable.
 */
final class Storyline {

  /** How long PVCLOCK_GUEST_STOPPED stays until the guest's own watchdog clears it. */
  private static final long GUEST_STOPPED_NANOS = 1_000_000_000L;

  /** A time in which nothing runs. */
  record Suspension(long fromNanos, long untilNanos) {}

  private record Change(long atNanos, Consumer<StateDraft> change) {}

  private final long[] from;
  private final List<MachineState> states;
  private final List<Suspension> suspensions;
  private final List<String> log;

  private Storyline(List<MachineState> states, List<Suspension> suspensions, List<String> log) {
    this.states = List.copyOf(states);
    this.from = states.stream().mapToLong(state -> state.fromNanos).toArray();
    this.suspensions = List.copyOf(suspensions);
    this.log = List.copyOf(log);
  }

  static Storyline of(Scenario scenario) {
    List<Change> changes = new ArrayList<>();
    List<Suspension> suspensions = new ArrayList<>();
    for (ScheduledEvent scheduled : scenario.events()) {
      addChanges(scheduled.atNanos(), scheduled.event(), changes, suspensions);
    }
    changes.sort(Comparator.comparingLong(Change::atNanos));
    suspensions.sort(Comparator.comparingLong(Suspension::fromNanos));
    requireDisjoint(suspensions);

    StateDraft draft = new StateDraft(scenario);
    List<MachineState> states = new ArrayList<>();
    long now = 0;
    for (Change change : changes) {
      if (change.atNanos() > now) {
        states.add(new MachineState(draft, now));
        now = change.atNanos();
      }
      change.change().accept(draft);
    }
    states.add(new MachineState(draft, now));
    return new Storyline(states, suspensions, draft.log);
  }

  private static void requireDisjoint(List<Suspension> sorted) {
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).fromNanos() <= sorted.get(i - 1).untilNanos()) {
        throw new IllegalArgumentException(
            "a suspend "
                + sorted.get(i).fromNanos()
                + " ns after the beginning falls into the one before it");
      }
    }
  }

  private static void addChanges(
      long at, Event event, List<Change> changes, List<Suspension> suspensions) {
    if (event instanceof Event.TscStep step) {
      changes.add(
          new Change(at, draft -> draft.step(step.cpus(), step.cycles(), step.adjustMoves())));
    } else if (event instanceof Event.RateChange rate) {
      changes.add(new Change(at, draft -> draft.rate(at, rate.cpus(), rate.ratePicosPerSecond())));
    } else if (event instanceof Event.AdjustWritten written) {
      changes.add(new Change(at, draft -> draft.writeAdjust(written.cpus(), written.cycles())));
    } else if (event instanceof Event.AdjustRestored restored) {
      addTransientAdjust(at, restored, changes);
    } else if (event instanceof Event.Offline offline) {
      changes.add(new Change(at, draft -> goOffline(draft, at, offline.cpus())));
    } else if (event instanceof Event.Online online) {
      changes.add(new Change(at, draft -> comeOnline(draft, at, online.cpus())));
    } else if (event instanceof Event.Suspend suspend) {
      long until = at + suspend.nanos();
      suspensions.add(new Suspension(at, until));
      changes.add(new Change(at, draft -> draft.logLine(at, "PM: suspend entry (deep)")));
      changes.add(new Change(until, draft -> draft.resume(until, suspend)));
    } else if (event instanceof Event.ClockSet set) {
      changes.add(new Change(at, draft -> draft.realtimeShiftNanos += set.nanos()));
    } else if (event instanceof Event.ClocksourceChange change) {
      changes.add(new Change(at, draft -> switchClocksource(draft, at, change.clocksource())));
    } else if (event instanceof Event.Migration migration) {
      changes.add(
          new Change(
              at, draft -> draft.migrate(at, migration.tscJumpCycles(), migration.guestStopped())));
      changes.add(new Change(at + GUEST_STOPPED_NANOS, StateDraft::clearGuestStopped));
    } else if (event instanceof Event.MsrAccessChange change) {
      changes.add(new Change(at, draft -> draft.msrAccess = change.access()));
    } else if (event instanceof Event.KernelLogAccess access) {
      changes.add(new Change(at, draft -> draft.logReadable = access.readable()));
    } else if (event instanceof Event.KernelLine line) {
      changes.add(new Change(at, draft -> draft.logLine(at, line.text())));
    } else if (event instanceof Event.ClockStep step) {
      changes.add(new Change(at, draft -> draft.clockStep(step.kind(), step.nanos())));
    } else if (event instanceof Event.ClockStall stall) {
      long until = at + stall.nanos();
      changes.add(new Change(at, draft -> draft.clockStops(at, stall.kind())));
      changes.add(new Change(until, draft -> draft.clockGoesOn(until, stall.kind())));
    } else if (event instanceof Event.ClockRate rate) {
      changes.add(
          new Change(at, draft -> draft.clockRate(at, rate.kind(), rate.ratePicosPerSecond())));
    } else if (event instanceof Event.Disciplined disciplined) {
      changes.add(new Change(at, draft -> draft.realtimeErrorNanos = disciplined.maxErrorNanos()));
    } else {
      addDisturbance(at, event, changes);
    }
  }

  private static void addDisturbance(long at, Event event, List<Change> changes) {
    Disturbance disturbance;
    long nanos;
    if (event instanceof Event.Starvation starvation) {
      disturbance = new Disturbance(1, 0, 0, 0);
      nanos = starvation.nanos();
    } else if (event instanceof Event.PreemptionStorm storm) {
      disturbance = new Disturbance(0, storm.perMille(), 0, 0);
      nanos = storm.nanos();
    } else if (event instanceof Event.FloorRise rise) {
      disturbance = new Disturbance(0, 0, rise.inboundCycles(), rise.outboundCycles());
      nanos = rise.nanos();
    } else {
      throw new IllegalStateException("no rule for " + event);
    }
    changes.add(new Change(at, draft -> draft.disturb(event.cpus(), disturbance)));
    changes.add(new Change(at + nanos, draft -> draft.calm(event.cpus(), disturbance)));
  }

  private static void addTransientAdjust(
      long at, Event.AdjustRestored event, List<Change> changes) {
    Map<Integer, Long> before = new HashMap<>();
    changes.add(
        new Change(
            at,
            draft -> {
              event.cpus().forEach(cpu -> before.put(cpu, draft.adjustCycles[cpu]));
              draft.writeAdjust(event.cpus(), event.cycles());
            }));
    long until = at + event.nanos();
    changes.add(new Change(until, draft -> draft.restoreAdjust(until, event.cpus(), before)));
  }

  private static void goOffline(StateDraft draft, long at, CpuSet cpus) {
    for (int cpu : cpus.and(draft.online)) {
      draft.logLine(at, "smpboot: CPU " + cpu + " is now offline");
    }
    draft.online = draft.online.minus(cpus);
    if (draft.online.isEmpty()) {
      throw new IllegalArgumentException("no CPU is left online " + at + " ns after the beginning");
    }
  }

  private static void comeOnline(StateDraft draft, long at, CpuSet cpus) {
    for (int cpu : cpus.minus(draft.online)) {
      draft.logLine(at, "smpboot: Booting Node 0 Processor " + cpu + " APIC 0x%x".formatted(cpu));
    }
    draft.online = draft.online.plus(cpus);
  }

  private static void switchClocksource(StateDraft draft, long at, String clocksource) {
    draft.clocksource = clocksource;
    draft.logLine(at, "clocksource: Switched to clocksource " + clocksource);
  }

  /** Which state holds at a time, as an index for {@link #state}. */
  int indexAt(long elapsedNanos) {
    int low = 0;
    int high = from.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (from[middle] <= elapsedNanos) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  MachineState state(int index) {
    return states.get(index);
  }

  MachineState at(long elapsedNanos) {
    return states.get(indexAt(elapsedNanos));
  }

  /** When the state with this index ends: {@link Long#MAX_VALUE} for the last one. */
  long until(int index) {
    return index + 1 < from.length ? from[index + 1] : Long.MAX_VALUE;
  }

  List<Suspension> suspensions() {
    return suspensions;
  }

  /** The whole log, of which a state shows its first lines. */
  List<String> log() {
    return log;
  }
}
