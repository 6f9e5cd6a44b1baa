package io.tscwatch.checks.witness;

import java.util.List;
import java.util.Optional;

/**
 * What other clocks say of the TSC at one moment. Immutable.
 *
 * @param enabled false if nobody was asked
 * @param guest whether a hypervisor runs this machine
 * @param cpu the CPU whose counter they were compared with; -1 before the first look
 * @param witnesses every clock that was looked for
 * @param vote who is believed
 * @param nominal what the TSC's frequency is said to be; empty if nobody says
 * @param headRoom the distance from the kernel's own limit; empty if its watchdog's clock is
 *     unknown
 * @param steering whether CLOCK_REALTIME runs as the kernel says; empty until that is measured
 * @param tolerancePicosPerSecond what a sound oscillator may be wrong by
 * @param sharePartsPerMillion what reading took of one CPU, over all looks so far
 */
public record WitnessReport(
    boolean enabled,
    boolean guest,
    int cpu,
    List<WitnessStatus> witnesses,
    Vote vote,
    Optional<NominalFrequency> nominal,
    Optional<HeadRoom> headRoom,
    Optional<SteeringAgreement> steering,
    long tolerancePicosPerSecond,
    long sharePartsPerMillion) {

  /** Nobody was asked. */
  public static final WitnessReport NONE =
      new WitnessReport(
          false,
          false,
          -1,
          List.of(),
          new Vote.NoQuorum(Vote.QUORUM, List.of()),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          0,
          0);

  public WitnessReport {
    witnesses = List.copyOf(witnesses);
  }

  /** True if some clock that is independent of the TSC can be read. */
  public boolean independent() {
    return witnesses.stream()
        .anyMatch(w -> w.lineage().filter(Lineage::independent).isPresent() && w.present());
  }
}
