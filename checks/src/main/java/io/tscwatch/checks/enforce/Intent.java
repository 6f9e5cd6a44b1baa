package io.tscwatch.checks.enforce;

import io.tscwatch.checks.enforce.Decision.Action;
import io.tscwatch.checks.read.Reading;
import java.util.Optional;

/**
 * A write of the clocksource that is about to be done. It is kept on disk before the write and
 * taken away after it, so that a program that is killed in between knows what it may have done.
 *
 * @param action SWITCH_AWAY or RETURN
 * @param from what is in use before
 * @param to what is to be written
 * @param reason why
 * @param realtimeNanos when it was decided, nanoseconds since 1970
 */
public record Intent(Action action, String from, String to, String reason, long realtimeNanos) {

  /** The intent of a decision that is about to be carried out. */
  public static Intent of(Decision decision, long realtimeNanos) {
    return new Intent(
        decision.action(), decision.from(), decision.to(), decision.reason(), realtimeNanos);
  }

  /**
   * What is remembered once the write was done and read back.
   *
   * @param byThisRun see {@link Memory.Switch}
   */
  public Memory done(Memory memory, boolean byThisRun) {
    return action == Action.RETURN
        ? memory.returned(to)
        : memory.switched(new Memory.Switch(from, to, reason, realtimeNanos, byThisRun));
  }

  /**
   * What a new run remembers of an earlier one that left an intent: the clocksource in use tells
   * whether the write was done. If it is neither of the two, somebody else wrote it since, which
   * looking at the situation then notices.
   *
   * @param current current_clocksource now
   */
  public static Memory recover(Memory earlier, Optional<Intent> left, Reading<String> current) {
    Memory memory = earlier.ofEarlierRun();
    return left.filter(intent -> current.toOptional().filter(intent.to()::equals).isPresent())
        .map(intent -> intent.done(memory, false))
        .orElse(memory);
  }
}
