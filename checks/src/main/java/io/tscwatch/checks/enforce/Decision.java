package io.tscwatch.checks.enforce;

/**
 * What is to be done about the clocksource.
 *
 * @param action what the evidence calls for
 * @param hold what keeps it from being done
 * @param from the clocksource in use; empty if it is not known
 * @param to the clocksource to write; empty if none
 * @param reason one sentence for people: why
 */
public record Decision(Action action, Hold hold, String from, String to, String reason) {

  /** What the evidence calls for. */
  public enum Action {
    /** Leave the clocksource as it is. */
    KEEP,
    /** Leave one that a faulty TSC makes wrong. */
    SWITCH_AWAY,
    /** Put back what was there before our own switch. */
    RETURN
  }

  /** What keeps an action from being done. */
  public enum Hold {
    NOTHING,
    /** The settings do not allow it. */
    MODE,
    /** Somebody chose the clocksource, and knows what he does. */
    RESPECTED,
    /** It was written as often as is allowed in an hour. */
    LIMIT,
    /** The kernel offers nothing better. */
    NO_ALTERNATIVE,
    /** The kernel did not take what it offers. */
    REFUSED,
    /** The TSC has not been reliable for long enough. */
    NOT_REQUALIFIED,
    /** The clocksources cannot be read. */
    UNREADABLE
  }

  /** True if the clocksource is to be written now. */
  public boolean acts() {
    return action != Action.KEEP && hold == Hold.NOTHING;
  }

  static Decision keep(String from, String reason) {
    return new Decision(Action.KEEP, Hold.NOTHING, from, "", reason);
  }
}
