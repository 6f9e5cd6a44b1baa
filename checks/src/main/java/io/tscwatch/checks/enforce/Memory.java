package io.tscwatch.checks.enforce;

import io.tscwatch.checks.linux.ClocksourceKind;
import io.tscwatch.checks.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is remembered since the machine was booted: only the kernel's own choice survives a boot.
 * Immutable.
 *
 * @param standing the switch of ours that still stands
 * @param respected a clocksource that somebody else chose against a proven fault or against our own
 *     switch: while it is in use, nothing is written
 * @param lastSeen current_clocksource when it was last looked at
 * @param refused clocksources that the kernel did not take although it offered them
 * @param writesMonotonicNanos when the clocksource was written in the last hour, oldest first
 */
public record Memory(
    Optional<Switch> standing,
    Optional<String> respected,
    Optional<String> lastSeen,
    Set<String> refused,
    List<Long> writesMonotonicNanos) {

  /** One hour: what the limit counts in. */
  public static final long HOUR_NANOS = 3_600_000_000_000L;

  /** Nothing is remembered. */
  public static final Memory NONE =
      new Memory(Optional.empty(), Optional.empty(), Optional.empty(), Set.of(), List.of());

  /**
   * A switch of ours.
   *
   * @param from what was in use before
   * @param to what was written
   * @param reason why
   * @param realtimeNanos when, nanoseconds since 1970
   * @param byThisRun whether the fault was seen by this run of the program, which then knows when
   *     it has requalified
   */
  public record Switch(
      String from, String to, String reason, long realtimeNanos, boolean byThisRun) {

    /** The same, as a later run of the program remembers it. */
    public Switch ofEarlierRun() {
      return new Switch(from, to, reason, realtimeNanos, false);
    }
  }

  public Memory {
    refused = Set.copyOf(refused);
    writesMonotonicNanos = List.copyOf(writesMonotonicNanos);
  }

  /**
   * What is remembered after looking at a situation: a clocksource that is not the one last seen
   * was changed by somebody else, since our own writes are remembered as seen.
   */
  public Memory looking(Policy policy, Situation now) {
    Optional<String> current = now.current().toOptional();
    List<Long> writes =
        writesMonotonicNanos.stream()
            .filter(written -> now.monotonicNanos() - written < HOUR_NANOS)
            .toList();
    if (current.isEmpty()) {
      return new Memory(standing, respected, lastSeen, refused, writes);
    }
    boolean changed = lastSeen.isPresent() && !lastSeen.equals(current);
    Optional<Switch> kept = standing.filter(own -> own.to().equals(current.get()));
    Optional<String> held = respected.filter(current.get()::equals);
    boolean faulty = ClocksourceKind.of(current.get(), now.kvmclockCorrected()).sharesTheFault();
    boolean against = standing.isPresent() || now.verdict() == Verdict.UNRELIABLE;
    if (changed && faulty && against) {
      held = current;
    }
    if (policy.mode() != Policy.Mode.ACT) {
      // Taking the permission away and giving it again is how an operator says: act after all.
      held = Optional.empty();
    }
    return new Memory(kept, held, current, changed ? Set.of() : refused, writes);
  }

  /** What is remembered once a write is about to be tried; it counts, whatever comes of it. */
  public Memory writing(long monotonicNanos) {
    List<Long> writes = new ArrayList<>(writesMonotonicNanos);
    writes.add(monotonicNanos);
    return new Memory(standing, respected, lastSeen, refused, writes);
  }

  /** What is remembered after our own switch away from a faulty clocksource. */
  public Memory switched(Switch own) {
    return new Memory(
        Optional.of(own), Optional.empty(), Optional.of(own.to()), Set.of(), writesMonotonicNanos);
  }

  /** What is remembered after our own return to what was there before. */
  public Memory returned(String to) {
    return new Memory(
        Optional.empty(), Optional.empty(), Optional.of(to), Set.of(), writesMonotonicNanos);
  }

  /** What is remembered after a write that the kernel did not follow. */
  public Memory refused(String clocksource) {
    Set<String> all = new TreeSet<>(refused);
    all.add(clocksource);
    return new Memory(standing, respected, lastSeen, all, writesMonotonicNanos);
  }

  /** The same, as a later run of the program remembers it: what was refused is tried again. */
  public Memory ofEarlierRun() {
    return new Memory(
        standing.map(Switch::ofEarlierRun), respected, lastSeen, Set.of(), writesMonotonicNanos);
  }
}
