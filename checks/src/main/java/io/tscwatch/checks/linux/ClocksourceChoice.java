package io.tscwatch.checks.linux;

import java.util.Comparator;
import java.util.List;

/** Which clocksource to use in the place of one that a faulty TSC makes wrong. */
public final class ClocksourceChoice {

  /**
   * A clocksource that is offered.
   *
   * @param name as the kernel lists it
   * @param kind what it is worth
   */
  public record Candidate(String name, ClocksourceKind kind) {}

  private ClocksourceChoice() {}

  /**
   * What could take the place of the current one, best first: those that do not share the TSC's
   * fault, by kind, and within a kind in the kernel's own order. The kernel lists clocksources by
   * falling rating (clocksource_enqueue(), kernel/time/clocksource.c). One that is computed from
   * the TSC is a last resort in the place of the TSC itself: it cures nothing in this kernel, but
   * takes KVM's promise of a stable TSC from all guests, which holds while the clocksource is the
   * TSC.
   *
   * @param current current_clocksource
   * @param available available_clocksource, in the kernel's order
   * @param kvmclockCorrected see {@link ClocksourceKind#of}
   */
  public static List<Candidate> insteadOf(
      String current, List<String> available, boolean kvmclockCorrected) {
    ClocksourceKind now = ClocksourceKind.of(current, kvmclockCorrected);
    // The sort is stable: within a kind the kernel's order stays.
    return available.stream()
        .filter(name -> !name.equals(current))
        .map(name -> new Candidate(name, ClocksourceKind.of(name, kvmclockCorrected)))
        .filter(candidate -> candidate.kind().compareTo(now) < 0)
        .sorted(Comparator.comparing(Candidate::kind))
        .toList();
  }
}
