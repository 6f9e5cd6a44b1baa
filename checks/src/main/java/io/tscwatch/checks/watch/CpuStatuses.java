package io.tscwatch.checks.watch;

import io.tscwatch.checks.bounds.CpuOffset;
import io.tscwatch.checks.rate.Headroom;
import io.tscwatch.checks.rate.RateResult;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.topology.CpuPlace;
import io.tscwatch.checks.verdict.CpuVerdict;
import io.tscwatch.checks.verdict.Limits;
import io.tscwatch.checks.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What is known of each CPU now, gathered from everyone who knows. For one thread. */
final class CpuStatuses {

  /** A head-room, and what it was computed from: it is asked for with each tick. */
  private record HeadroomOfRate(RateResult.Bounded rate, Limits limits, Headroom headroom) {

    /** Nobody makes equal ones anew but where something changed. */
    @SuppressWarnings("ReferenceEquality")
    boolean holds(RateResult.Bounded now, Limits nowLimits) {
      return rate == now && limits == nowLimits;
    }
  }

  private final RateBook rates;
  private final Calibration calibration;
  private final AdjustWatch adjust;
  private final ProbeHealth health;
  private final IntrusionMeter meter;
  private final Map<Integer, HeadroomOfRate> headrooms = new HashMap<>();

  CpuStatuses(
      RateBook rates,
      Calibration calibration,
      AdjustWatch adjust,
      ProbeHealth health,
      IntrusionMeter meter) {
    this.rates = rates;
    this.calibration = calibration;
    this.adjust = adjust;
    this.health = health;
    this.meter = meter;
  }

  /** Every CPU that is present, ascending. */
  List<CpuStatus> of(Layout layout, Map<Integer, CpuVerdict> verdicts, Limits limits) {
    List<CpuStatus> cpus = new ArrayList<>();
    for (int cpu : layout.present()) {
      cpus.add(
          layout.online().contains(cpu) ? online(layout, verdicts, limits, cpu) : offline(cpu));
    }
    return cpus;
  }

  private CpuStatus offline(int cpu) {
    return new CpuStatus(
        CpuPlace.unknown(cpu),
        false,
        Verdict.UNKNOWN,
        "offline",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Reading.absent("CPU offline"),
        OptionalLong.empty(),
        meter.totalNanos(cpu));
  }

  private CpuStatus online(
      Layout layout, Map<Integer, CpuVerdict> verdicts, Limits limits, int cpu) {
    CpuVerdict said = verdicts.get(cpu);
    Optional<CpuOffset> offset = said == null ? Optional.empty() : said.offset();
    Optional<RateResult.Bounded> rate = rates.rate(cpu);
    return new CpuStatus(
        layout.topology().place(cpu),
        true,
        said == null ? Verdict.UNKNOWN : said.verdict(),
        said == null ? "not measured" : said.reason(),
        offset,
        rate,
        rate.flatMap(r -> headroom(cpu, r, limits)),
        adjust.reading(cpu),
        health.measuredNanos(cpu),
        meter.totalNanos(cpu));
  }

  private Optional<Headroom> headroom(int cpu, RateResult.Bounded rate, Limits limits) {
    HeadroomOfRate known = headrooms.get(cpu);
    if (known != null && known.holds(rate, limits)) {
      return Optional.of(known.headroom());
    }
    return calibration
        .frequency()
        .map(
            frequency -> {
              Headroom headroom =
                  Headroom.of(
                      rate.band(),
                      frequency.cyclesAtMost(limits.maxSkewNanos()),
                      rate.band().untilCycles());
              headrooms.put(cpu, new HeadroomOfRate(rate, limits, headroom));
              return headroom;
            });
  }
}
