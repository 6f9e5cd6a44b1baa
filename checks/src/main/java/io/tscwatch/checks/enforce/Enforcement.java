package io.tscwatch.checks.enforce;

import io.tscwatch.checks.enforce.Decision.Action;
import io.tscwatch.checks.enforce.Decision.Hold;
import io.tscwatch.checks.linux.ClocksourceChoice;
import io.tscwatch.checks.linux.ClocksourceChoice.Candidate;
import io.tscwatch.checks.linux.ClocksourceKind;
import java.util.List;
import java.util.Optional;

/** Decides about the clocksource. Pure: the same input gives the same decision. */
public final class Enforcement {

  private final Policy policy;
  private final Situation now;
  private final Memory memory;

  private Enforcement(Policy policy, Situation now, Memory memory) {
    this.policy = policy;
    this.now = now;
    this.memory = memory;
  }

  /**
   * Decides.
   *
   * @param memory what is remembered after looking at the situation ({@link Memory#looking})
   */
  public static Decision decide(Policy policy, Situation now, Memory memory) {
    return new Enforcement(policy, now, memory).decide();
  }

  private Decision decide() {
    if (policy.mode() == Policy.Mode.OFF) {
      return Decision.keep(current(), "Enforcement is off.");
    }
    Optional<String> unreadable = now.current().whyNot().or(() -> now.available().whyNot());
    if (unreadable.isPresent()) {
      return new Decision(
          Action.KEEP,
          Hold.UNREADABLE,
          current(),
          "",
          "The clocksources cannot be read: " + unreadable.get() + ".");
    }
    return switch (now.verdict()) {
      case UNRELIABLE -> onFault();
      case UNKNOWN -> Decision.keep(current(), "The verdict is UNKNOWN, which proves nothing.");
      case RELIABLE -> onReliable();
    };
  }

  private String current() {
    return now.current().toOptional().orElse("");
  }

  private List<String> available() {
    return now.available().toOptional().orElse(List.of());
  }

  private Decision onFault() {
    if (now.proof().isEmpty()) {
      return Decision.keep(
          current(), "What makes the verdict UNRELIABLE is no proven fault of the counters.");
    }
    ClocksourceKind kind = ClocksourceKind.of(current(), now.kvmclockCorrected());
    if (!kind.sharesTheFault()) {
      return Decision.keep(
          current(), "The clocksource is " + current() + " already: " + kind.words() + ".");
    }
    List<Candidate> candidates =
        ClocksourceChoice.insteadOf(current(), available(), now.kvmclockCorrected());
    if (candidates.isEmpty()) {
      return new Decision(
          Action.SWITCH_AWAY,
          Hold.NO_ALTERNATIVE,
          current(),
          "",
          "The kernel offers nothing better than " + current() + ".");
    }
    Optional<Candidate> best =
        candidates.stream().filter(c -> !memory.refused().contains(c.name())).findFirst();
    if (best.isEmpty()) {
      return new Decision(
          Action.SWITCH_AWAY,
          Hold.REFUSED,
          current(),
          candidates.get(0).name(),
          "The kernel did not take any of the clocksources that it offers.");
    }
    String to = best.get().name();
    String why =
        now.proof().get() + " The best of the others is " + to + ": " + best.get().kind().words();
    return switchAway(to, why + ".");
  }

  private Decision switchAway(String to, String why) {
    Hold hold = Hold.NOTHING;
    String reason = why;
    if (policy.mode() == Policy.Mode.ADVISE) {
      hold = Hold.MODE;
    } else if (memory.respected().isPresent()) {
      hold = Hold.RESPECTED;
      reason = "Somebody chose " + current() + ", which is respected. " + why;
    } else if (memory.writesMonotonicNanos().size() >= policy.maxSwitchesPerHour()) {
      hold = Hold.LIMIT;
      reason = limit() + " " + why;
    }
    return new Decision(Action.SWITCH_AWAY, hold, current(), to, reason);
  }

  private String limit() {
    int written = memory.writesMonotonicNanos().size();
    return "The clocksource was written "
        + written
        + (written == 1 ? " time" : " times")
        + " in the last hour, and "
        + policy.maxSwitchesPerHour()
        + (policy.maxSwitchesPerHour() == 1 ? " is" : " are")
        + " allowed.";
  }

  private Decision onReliable() {
    if (memory.standing().isEmpty()) {
      return Decision.keep(current(), "The TSC is reliable, and nothing is to be put back.");
    }
    Memory.Switch own = memory.standing().get();
    if (!available().contains(own.from())) {
      return new Decision(
          Action.RETURN,
          Hold.NO_ALTERNATIVE,
          current(),
          own.from(),
          "The kernel does not offer " + own.from() + " any more.");
    }
    String why = "The TSC has requalified since the switch from " + own.from() + ".";
    Hold hold = Hold.NOTHING;
    String reason = why;
    if (!own.byThisRun() && now.reliableForNanos() < policy.requalifyAfterNanos()) {
      hold = Hold.NOT_REQUALIFIED;
      reason = "The fault was seen by an earlier run; the TSC has to requalify in this one.";
    } else if (policy.mode() == Policy.Mode.ADVISE) {
      hold = Hold.MODE;
    } else if (!policy.returnAllowed()) {
      hold = Hold.MODE;
      reason = why + " The settings do not allow to put it back (enforce.return-to-tsc).";
    } else if (memory.refused().contains(own.from())) {
      hold = Hold.REFUSED;
      reason = "The kernel did not take " + own.from() + " back.";
    } else if (memory.writesMonotonicNanos().size() + 1 >= policy.maxSwitchesPerHour()) {
      // The last write of an hour is kept for the next fault.
      hold = Hold.LIMIT;
      reason = limit() + " The last one is kept for the next fault.";
    }
    return new Decision(Action.RETURN, hold, current(), own.from(), reason);
  }
}
