package io.tscwatch.checks.kvm.host;

import io.tscwatch.checks.read.Reading;
import java.util.List;

/** Raw answers of hosts, to vary. The offsets are those of a host that has run for 81 minutes. */
final class HostReadings {

  static final long OFFSET = -12_761_368_526_101L;

  private HostReadings() {}

  static VcpuReading vcpu(int number, long lower, long upper) {
    return new VcpuReading(
        number,
        VcpuOutcome.HALTED,
        0,
        16,
        0,
        upper,
        upper - lower,
        lower,
        upper,
        0,
        Reading.present(OFFSET),
        Reading.present(2_596_146L));
  }

  static VcpuReading notRun(int number, VcpuOutcome outcome, long detail) {
    return new VcpuReading(
        number,
        outcome,
        detail,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        Reading.present(OFFSET),
        Reading.present(2_596_146L));
  }

  static HostReading host(long flags, String clocksource, VcpuReading... vcpus) {
    return new HostReading(
        12,
        14,
        true,
        Reading.present(new ClockReading(3_500_000, 0, 0, 0, 10, 20)),
        Reading.present(new ClockReading(3_722_467, flags, 1, 1, 30, 40)),
        List.of(vcpus),
        Reading.present(clocksource),
        Reading.present(clocksource));
  }

  /** Two vCPUs that ran and agree. */
  static HostReading host(long flags, String clocksource) {
    return host(
        flags,
        clocksource,
        vcpu(0, OFFSET - 9_000, OFFSET + 22_000),
        vcpu(1, OFFSET - 8_000, OFFSET + 23_000));
  }
}
