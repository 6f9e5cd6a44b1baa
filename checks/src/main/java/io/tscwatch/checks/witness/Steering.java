package io.tscwatch.checks.witness;

import io.tscwatch.checks.reference.ClockKind;
import io.tscwatch.checks.reference.ClockSample;
import io.tscwatch.checks.reference.Discipline;
import java.util.List;
import java.util.Optional;

/**
 * Follows CLOCK_REALTIME and CLOCK_MONOTONIC_RAW side by side, for as long as nobody changes the
 * kernel's correction. Not safe for use by many threads.
 */
final class Steering {

  private final WitnessSeries realtime;
  private final WitnessSeries raw;
  private Optional<Discipline> discipline = Optional.empty();

  Steering(long kilohertz) {
    realtime = new WitnessSeries(kilohertz);
    raw = new WitnessSeries(kilohertz);
  }

  void restart() {
    realtime.restart("anew");
    raw.restart("anew");
    discipline = Optional.empty();
  }

  void add(ClockSample sample) {
    if (sample.kind() == ClockKind.MONOTONIC_RAW) {
      raw.add(sample, 0, false, List.of());
    } else if (sample.kind() == ClockKind.REALTIME && sample.discipline().isPresent()) {
      Discipline now = sample.discipline().get();
      boolean same =
          discipline
              .filter(d -> d.correctionPicosPerSecond() == now.correctionPicosPerSecond())
              .isPresent();
      if (!same) {
        realtime.restart("the correction changed");
      }
      discipline = Optional.of(now);
      if (realtime.add(sample, 0, false, List.of()).isPresent()) {
        // A step, or a slew that adjtimex does not tell as a frequency.
        discipline = Optional.empty();
      }
    }
  }

  /** Whether both run as the kernel says; empty until both are bounded. */
  Optional<SteeringAgreement> agreement() {
    Optional<RateInterval> ofRaw = raw.rate();
    Optional<RateInterval> ofRealtime = realtime.rate();
    if (discipline.isEmpty() || ofRaw.isEmpty() || ofRealtime.isEmpty()) {
      return Optional.empty();
    }
    // The TSC gains a on one clock and b on the other: the other gains (1+a)/(1+b)-1 on the one.
    return Optional.of(
        new SteeringAgreement(
            ofRaw.get().over(ofRealtime.get()), discipline.get().correctionPicosPerSecond()));
  }
}
