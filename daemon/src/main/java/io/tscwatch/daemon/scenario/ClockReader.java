package io.tscwatch.daemon.scenario;

import io.tscwatch.checks.reference.ClockKind;
import io.tscwatch.checks.simulate.ClockPlan;
import io.tscwatch.config.format.ChoiceFormat;
import io.tscwatch.config.yaml.YamlMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the list {@code witnesses}: the clocks beside the counters. */
final class ClockReader {

  private static final long MAX_ERROR_NANOS = 16_000_000_000L;

  List<ClockPlan> read(List<YamlMapping> clocks) {
    List<ClockPlan> plans = new ArrayList<>();
    for (YamlMapping clock : clocks) {
      ClockKind kind = clock.required("clock", new ChoiceFormat<>(ClockKind.class), ClockKind.HPET);
      ClockPlan usual = ClockPlan.usual(kind);
      if (plans.stream().anyMatch(plan -> plan.kind() == kind)) {
        clock.problem("clock", "this clock is there twice", "each clock once");
        continue;
      }
      plans.add(
          new ClockPlan(
              kind,
              usual.hertz(),
              bits(clock, usual),
              clock.optional("rate", EventReader.rateFormat()).orElse(0L),
              clock.optionalDuration("read", 1, ClockPlan.MAX_READ_NANOS).orElse(usual.readNanos()),
              clock.node("slow-share").isPresent() ? EventReader.perMille(clock, "slow-share") : 0,
              clock.optionalDuration("slow-by", 0, ClockPlan.MAX_READ_NANOS).orElse(0L),
              kind == ClockKind.REALTIME
                  ? Optional.of(
                      clock
                          .optionalDuration("max-error", 0, MAX_ERROR_NANOS)
                          .orElse(usual.maxErrorNanos().orElse(0L)))
                  : Optional.empty(),
              clock.optionalText("name").orElse(usual.name())));
    }
    return plans;
  }

  private static int bits(YamlMapping clock, ClockPlan usual) {
    return clock.optionalInteger("bits", 8, 64).map(Long::intValue).orElse(usual.bits());
  }
}
