package io.tscwatch.checks.simulate;

import io.tscwatch.checks.topology.Distance;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * How long a published counter value takes to the other CPU.
 *
 * <p>A sample's delay is the floor of its direction, plus what the floor has wandered, plus an
 * excess that is never negative. The smallest excess of n samples is drawn from an exponential
 * distribution of mean {@code noiseCycles / n}: a longer exchange comes closer to its floor, and
 * none gets below.
 *
 * @param floors smallest delays, for every distance of {@link #SIMULATED}
 * @param noiseCycles mean excess of a single sample
 * @param wanderCycles by how much a hypervisor that moves vCPUs raises a floor at most; 0: never
 * @param wanderNanos how long a floor stays where it is
 * @param wanderPerMille in how many of 1000 such times a floor is raised
 * @param preemptedPerMille share of milliseconds in which one of the two sides is preempted
 */
public record DelayModel(
    Map<Distance, Floor> floors,
    long noiseCycles,
    long wanderCycles,
    long wanderNanos,
    int wanderPerMille,
    int preemptedPerMille) {

  /**
   * The smallest one-way delays of a distance.
   *
   * @param upCycles from the lower CPU number to the higher, 1 or more
   * @param downCycles from the higher CPU number to the lower, 1 or more
   */
  public record Floor(long upCycles, long downCycles) {
    public Floor {
      if (upCycles < 1 || downCycles < 1 || upCycles > MAX_CYCLES || downCycles > MAX_CYCLES) {
        throw new IllegalArgumentException("a one-way delay is 1 to " + MAX_CYCLES + " cycles");
      }
    }
  }

  /** The distances that CPUs of a {@link io.tscwatch.checks.topology.MachineShape} can have. */
  public static final Set<Distance> SIMULATED =
      EnumSet.of(Distance.SIBLING, Distance.LLC, Distance.DIE, Distance.PACKAGE, Distance.REMOTE);

  /** No delay of this model is larger: 2^40 cycles. */
  public static final long MAX_CYCLES = 1L << 40;

  /**
   * Floors as on servers of about 2.5 GHz: some 20 ns across a cache, 100 ns across packages. The
   * noise is such that an exchange is within a cycle or two of its floor after 0.3 ms, as measured
   * on a 2-CPU guest.
   */
  public static final DelayModel DEFAULT =
      new DelayModel(
          Map.of(
              Distance.SIBLING, new Floor(24, 24),
              Distance.LLC, new Floor(52, 52),
              Distance.DIE, new Floor(110, 110),
              Distance.PACKAGE, new Floor(140, 140),
              Distance.REMOTE, new Floor(270, 270)),
          3000,
          0,
          5_000_000_000L,
          200,
          0);

  public DelayModel {
    for (Distance distance : SIMULATED) {
      if (!floors.containsKey(distance)) {
        throw new IllegalArgumentException("no floor for distance " + distance);
      }
    }
    floors = Map.copyOf(floors);
    if (noiseCycles < 0
        || noiseCycles > MAX_CYCLES
        || wanderCycles < 0
        || wanderCycles > MAX_CYCLES) {
      throw new IllegalArgumentException("noise and wander are 0 to " + MAX_CYCLES + " cycles");
    }
    if (wanderNanos < 1_000_000) {
      throw new IllegalArgumentException("a floor stays at least 1 ms where it is");
    }
    checkPerMille(wanderPerMille);
    checkPerMille(preemptedPerMille);
  }

  static void checkPerMille(int share) {
    if (share < 0 || share > 1000) {
      throw new IllegalArgumentException("a share is 0 to 1000 per mille, not " + share);
    }
  }

  /** The same with one distance's floor replaced. */
  public DelayModel withFloor(Distance distance, long upCycles, long downCycles) {
    Map<Distance, Floor> changed = new EnumMap<>(floors);
    changed.put(distance, new Floor(upCycles, downCycles));
    return new DelayModel(
        changed, noiseCycles, wanderCycles, wanderNanos, wanderPerMille, preemptedPerMille);
  }

  public DelayModel withNoise(long cycles) {
    return new DelayModel(
        floors, cycles, wanderCycles, wanderNanos, wanderPerMille, preemptedPerMille);
  }

  public DelayModel withWander(long cycles, long nanos, int perMille) {
    return new DelayModel(floors, noiseCycles, cycles, nanos, perMille, preemptedPerMille);
  }

  public DelayModel withPreemption(int perMille) {
    return new DelayModel(floors, noiseCycles, wanderCycles, wanderNanos, wanderPerMille, perMille);
  }
}
