package io.tscwatch.checks.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.machine.TimeSample;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.MachineShape;
import io.tscwatch.checks.topology.TopologyReader;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatedMachineTest {

  private static final long SECOND = 1_000_000_000L;
  private static final int TSC_ADJUST = 0x3b;
  private static final String CPU = "/sys/devices/system/cpu/";
  private static final String CLOCKSOURCE =
      "/sys/devices/system/clocksource/clocksource0/current_clocksource";

  private static ScenarioBuilder cpus(int count) {
    return Scenario.builder("test", MachineShape.of(1, 1, 1, count, 1));
  }

  private static <T> T present(Reading<T> reading) {
    return reading.toOptional().orElseThrow(() -> new AssertionError(reading));
  }

  private static TimeSample clocks(SimulatedMachine machine) {
    return present(machine.timeSample(0));
  }

  private static long offset(SimulatedMachine machine, int cpu) {
    return machine.truth().offsetCycles(cpu, 0, machine.monotonicNanos());
  }

  private static List<String> log(SimulatedMachine machine) {
    return present(machine.kernelLog());
  }

  @Test
  void itSaysThatItIsSimulated() {
    try (SimulatedMachine machine = new SimulatedMachine(cpus(1).build())) {
      assertThat(machine.origin()).isEqualTo(new Origin(Origin.Kind.SIMULATED, "test"));
    }
  }

  @Test
  void aWriteOfTheTscMovesTscAdjustAndAHardwareFaultDoesNot() {
    SimulatedMachine machine =
        new SimulatedMachine(
            cpus(3)
                .at(SECOND, new Event.TscStep(CpuSet.of(1), -300, true))
                .at(SECOND, new Event.TscStep(CpuSet.of(2), 700, false))
                .build());
    assertThat(offset(machine, 1)).isZero();
    machine.sleepNanos(SECOND);
    assertThat(offset(machine, 1)).isEqualTo(-300);
    assertThat(machine.msr(1, TSC_ADJUST)).isEqualTo(Reading.present(-300L));
    assertThat(offset(machine, 2)).isEqualTo(700);
    assertThat(machine.msr(2, TSC_ADJUST)).isEqualTo(Reading.present(0L));
  }

  @Test
  void aWriteOfTscAdjustMovesTheTscByTheDifference() {
    SimulatedMachine machine =
        new SimulatedMachine(
            cpus(2)
                .adjust(AdjustPlan.DEFAULT.with(1, 100))
                .at(SECOND, new Event.AdjustWritten(CpuSet.of(1), 250))
                .build());
    assertThat(offset(machine, 1)).isZero();
    machine.sleepNanos(SECOND);
    assertThat(offset(machine, 1)).isEqualTo(150);
    assertThat(machine.msr(1, TSC_ADJUST)).isEqualTo(Reading.present(250L));
  }

  @Test
  void theKernelRestoresTscAdjustAndLogsIt() {
    SimulatedMachine machine =
        new SimulatedMachine(
            cpus(2)
                .adjust(AdjustPlan.DEFAULT.with(1, -5))
                .at(SECOND, new Event.AdjustRestored(CpuSet.of(1), 4000, SECOND / 2))
                .build());
    machine.sleepNanos(SECOND);
    assertThat(machine.msr(1, TSC_ADJUST)).isEqualTo(Reading.present(4000L));
    assertThat(offset(machine, 1)).isEqualTo(4005);
    machine.sleepNanos(SECOND / 2);
    assertThat(machine.msr(1, TSC_ADJUST)).isEqualTo(Reading.present(-5L));
    assertThat(offset(machine, 1)).isZero();
    assertThat(log(machine))
        .last()
        .isEqualTo(
            "[ 3601.500000] [Firmware Bug]: TSC ADJUST differs: CPU1 -5 --> 4000. Restoring");
  }

  @Test
  void aRateBeginsWhenItsEventSays() {
    SimulatedMachine machine =
        new SimulatedMachine(
            cpus(2).at(SECOND, new Event.RateChange(CpuSet.of(1), 1_000_000)).build());
    machine.sleepNanos(SECOND);
    assertThat(offset(machine, 1)).isZero();
    machine.sleepNanos(10 * SECOND);
    assertThat(offset(machine, 1)).isEqualTo(26_000);
  }

  @Test
  void suspendStopsMonotonicAndNotBoottime() {
    SimulatedMachine machine =
        new SimulatedMachine(
            cpus(2).at(SECOND, suspend(60 * SECOND, Event.TscInSuspend.CONTINUES)).build());
    TimeSample before = clocks(machine);
    machine.sleepNanos(2 * SECOND);
    TimeSample after = clocks(machine);
    assertThat(after.monotonicNanos() - before.monotonicNanos()).isEqualTo(2 * SECOND);
    assertThat(after.boottimeNanos() - before.boottimeNanos()).isEqualTo(62 * SECOND);
    assertThat(after.realtimeNanos() - before.realtimeNanos()).isEqualTo(62 * SECOND);
    assertThat(after.tscBeforeCycles() - before.tscBeforeCycles()).isEqualTo(62 * 2_600_000_000L);
    assertThat(log(machine))
        .endsWith("[ 3601.000000] PM: suspend entry (deep)", "[ 3601.000000] PM: suspend exit");
  }

  private static Event suspend(long nanos, Event.TscInSuspend tsc) {
    return new Event.Suspend(nanos, tsc, Map.of());
  }

  @Test
  void theTscMayStandStillOrBeginAnewInSuspend() {
    SimulatedMachine stopping =
        new SimulatedMachine(
            cpus(1).at(SECOND, suspend(60 * SECOND, Event.TscInSuspend.STOPS)).build());
    long before = clocks(stopping).tscBeforeCycles();
    stopping.sleepNanos(2 * SECOND);
    assertThat(clocks(stopping).tscBeforeCycles() - before).isEqualTo(2 * 2_600_000_000L);

    Event reset = new Event.Suspend(60 * SECOND, Event.TscInSuspend.RESETS, Map.of(1, 900L));
    SimulatedMachine resetting =
        new SimulatedMachine(
            cpus(2).adjust(AdjustPlan.DEFAULT.with(1, 77)).at(SECOND, reset).build());
    resetting.sleepNanos(2 * SECOND);
    assertThat(resetting.truth().counterCycles(0, resetting.monotonicNanos()))
        .isEqualTo(2_600_000_000L);
    assertThat(offset(resetting, 1)).isEqualTo(900);
    assertThat(resetting.msr(1, TSC_ADJUST)).isEqualTo(Reading.present(0L));
  }

  @Test
  void anExchangeThatIsSuspendedEndsAfterwards() {
    SimulatedMachine machine =
        new SimulatedMachine(
            cpus(2).at(500_000, suspend(SECOND, Event.TscInSuspend.RESETS)).build());
    var result =
        machine
            .exchange(List.of(new io.tscwatch.checks.exchange.ExchangeRequest(0, 1, 1_000_000)))
            .get(0);
    assertThat(result.measured()).isTrue();
    assertThat(machine.elapsedNanos()).isEqualTo(SECOND + 1_000_000);
    assertThat(machine.monotonicNanos())
        .isEqualTo(ScenarioBuilder.DEFAULT_START_MONOTONIC_NANOS + 1_000_000);
  }

  @Test
  void aMachineIsAsleepFromTheBeginningIfItsScenarioSaysSo() {
    SimulatedMachine machine =
        new SimulatedMachine(cpus(1).at(0, suspend(SECOND, Event.TscInSuspend.CONTINUES)).build());
    assertThat(machine.elapsedNanos()).isEqualTo(SECOND);
    assertThat(machine.monotonicNanos()).isEqualTo(ScenarioBuilder.DEFAULT_START_MONOTONIC_NANOS);
  }

  @Test
  void settingTheClockMovesRealtimeOnly() {
    SimulatedMachine machine =
        new SimulatedMachine(cpus(1).at(SECOND, new Event.ClockSet(-5 * SECOND)).build());
    TimeSample before = clocks(machine);
    machine.sleepNanos(SECOND);
    TimeSample after = clocks(machine);
    assertThat(after.realtimeNanos() - before.realtimeNanos()).isEqualTo(-4 * SECOND);
    assertThat(after.monotonicNanos() - before.monotonicNanos()).isEqualTo(SECOND);
    assertThat(after.monotonicRawNanos() - before.monotonicRawNanos()).isEqualTo(SECOND);
  }

  @Test
  void hotplugChangesSysfsAffinityAndRegisters() {
    SimulatedMachine machine =
        new SimulatedMachine(
            cpus(4)
                .at(SECOND, new Event.Offline(CpuSet.of(0, 2)))
                .at(2 * SECOND, new Event.Online(CpuSet.of(2)))
                .build());
    assertThat(machine.files().read(CPU + "online")).isEqualTo(Reading.present("0-3\n"));
    machine.sleepNanos(SECOND);
    assertThat(machine.files().read(CPU + "online")).isEqualTo(Reading.present("1,3\n"));
    assertThat(TopologyReader.read(machine.files()).cpus()).isEqualTo(CpuSet.of(1, 3));
    assertThat(machine.affinity()).isEqualTo(Reading.present(CpuSet.of(1, 3)));
    assertThat(machine.msr(2, TSC_ADJUST)).isInstanceOf(Reading.Absent.class);
    assertThat(machine.timeSample(2)).isInstanceOf(Reading.Failed.class);
    assertThat(machine.granularity(2)).isInstanceOf(Reading.Failed.class);
    assertThat(log(machine)).last().asString().endsWith("CPU 2 is now offline");
    machine.sleepNanos(SECOND);
    assertThat(machine.affinity()).isEqualTo(Reading.present(CpuSet.of(1, 2, 3)));
  }

  @Test
  void theLastCpuCannotGoOffline() {
    Scenario scenario = cpus(2).at(5, new Event.Offline(CpuSet.of(0, 1))).build();
    assertThatThrownBy(() -> new SimulatedMachine(scenario))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no CPU is left online 5 ns after the beginning");
  }

  @Test
  void aChangeOfTheClocksourceIsInSysfsAndInTheLog() {
    SimulatedMachine machine =
        new SimulatedMachine(cpus(1).at(SECOND, new Event.ClocksourceChange("hpet")).build());
    assertThat(machine.files().read(CLOCKSOURCE)).isEqualTo(Reading.present("tsc\n"));
    machine.sleepNanos(SECOND);
    assertThat(machine.files().read(CLOCKSOURCE)).isEqualTo(Reading.present("hpet\n"));
    assertThat(log(machine))
        .last()
        .isEqualTo("[ 3601.000000] clocksource: Switched to clocksource hpet");
  }

  @Test
  void aMigrationMovesAllCountersTogetherAndShowsInThePage() {
    SimulatedMachine machine =
        new SimulatedMachine(
            cpus(2)
                .platform(Platform.KVM_GUEST)
                .at(10 * SECOND, new Event.Migration(-5_000_000_000L, true))
                .build());
    TimeSample before = clocks(machine);
    byte[] pageBefore = present(machine.kvmclockPage());
    machine.sleepNanos(10 * SECOND);
    TimeSample after = clocks(machine);
    byte[] page = present(machine.kvmclockPage());
    assertThat(after.tscBeforeCycles() - before.tscBeforeCycles())
        .isEqualTo(10 * 2_600_000_000L - 5_000_000_000L);
    assertThat(after.monotonicNanos() - before.monotonicNanos()).isEqualTo(10 * SECOND);
    assertThat(offset(machine, 1)).isZero();
    assertThat(little(page).getInt(0)).isEqualTo(little(pageBefore).getInt(0) + 2);
    assertThat(pageBefore[29]).isEqualTo((byte) 1);
    assertThat(page[29]).isEqualTo((byte) 3);
    machine.sleepNanos(SECOND);
    assertThat(present(machine.kvmclockPage())[29]).isEqualTo((byte) 1);
  }

  @Test
  void theKvmclockPageTellsTheTime() {
    SimulatedMachine machine = new SimulatedMachine(cpus(1).platform(Platform.KVM_GUEST).build());
    machine.sleepNanos(1000 * SECOND);
    ByteBuffer page = little(present(machine.kvmclockPage()));
    long tsc = machine.truth().counterCycles(0, machine.monotonicNanos());
    // pvclock_scale_delta(): ((delta << shift) * mul) >> 32, with a negative shift to the right.
    BigInteger delta = BigInteger.valueOf(tsc - page.getLong(8)).shiftRight(-page.get(28));
    BigInteger multiplier = BigInteger.valueOf(Integer.toUnsignedLong(page.getInt(24)));
    long nanos = delta.multiply(multiplier).shiftRight(32).longValueExact();
    assertThat(page.getLong(16) + nanos)
        .isBetween(machine.monotonicNanos() - 1000, machine.monotonicNanos());
  }

  private static ByteBuffer little(byte[] page) {
    return ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void aMachineWithoutAHypervisorHasNoPage() {
    SimulatedMachine machine = new SimulatedMachine(cpus(1).build());
    assertThat(machine.kvmclockPage()).isInstanceOf(Reading.Absent.class);
  }

  @Test
  void everyWayToHaveNoRegisterIsItsOwnAnswer() {
    assertThat(adjustReading(MsrAccess.READABLE)).isEqualTo(Reading.present(0L));
    assertThat(adjustReading(MsrAccess.NO_DEVICE).whyNot().orElseThrow())
        .startsWith("no msr device");
    assertThat(adjustReading(MsrAccess.DENIED)).isInstanceOf(Reading.Denied.class);
    assertThat(adjustReading(MsrAccess.UNSUPPORTED).whyNot().orElseThrow())
        .startsWith("CPU 0 has no register");
    SimulatedMachine machine =
        new SimulatedMachine(
            cpus(2).adjust(AdjustPlan.DEFAULT.withUnreadable(CpuSet.of(1))).build());
    assertThat(machine.msr(0, TSC_ADJUST)).isEqualTo(Reading.present(0L));
    assertThat(machine.msr(1, TSC_ADJUST)).isInstanceOf(Reading.Failed.class);
  }

  private static Reading<Long> adjustReading(MsrAccess access) {
    return new SimulatedMachine(cpus(1).adjust(AdjustPlan.DEFAULT.with(access)).build())
        .msr(0, TSC_ADJUST);
  }

  @Test
  void permissionsCanBeLostAndGivenBack() {
    SimulatedMachine machine =
        new SimulatedMachine(
            cpus(1)
                .at(SECOND, new Event.MsrAccessChange(MsrAccess.DENIED))
                .at(SECOND, new Event.KernelLogAccess(false))
                .at(2 * SECOND, new Event.KernelLogAccess(true))
                .build());
    machine.sleepNanos(SECOND);
    assertThat(machine.msr(0, TSC_ADJUST)).isInstanceOf(Reading.Denied.class);
    assertThat(machine.kernelLog()).isInstanceOf(Reading.Denied.class);
    machine.sleepNanos(SECOND);
    assertThat(machine.kernelLog()).isInstanceOf(Reading.Present.class);
  }

  @Test
  void kernelLinesAppearWhenTheyAreDue() {
    SimulatedMachine machine =
        new SimulatedMachine(
            cpus(1)
                .kernel(KernelPlan.DEFAULT.withLog(List.of("[    0.000000] Linux", "unstamped")))
                .at(1_234_567_000L, new Event.KernelLine("hello"))
                .build());
    machine.sleepNanos(1_234_566_999L);
    assertThat(log(machine)).containsExactly("[    0.000000] Linux", "[    0.000000] unstamped");
    machine.sleepNanos(1);
    assertThat(log(machine)).last().isEqualTo("[ 3601.234567] hello");
  }

  @Test
  void aCpuThatDoesNotExistIsRefusedByName() {
    assertThatThrownBy(() -> cpus(2).counters(CounterPlan.DEFAULT.withOffset(7, 1)).build())
        .hasMessage("counter offsets: the machine has CPUs 0-1 and no CPU 7");
    assertThatThrownBy(() -> cpus(2).at(0, new Event.TscStep(CpuSet.of(2), 1, true)).build())
        .hasMessage("TscStep: the machine has CPUs 0-1 and no CPU 2");
  }

  @Test
  void suspendsMustNotOverlap() {
    Scenario scenario =
        cpus(1)
            .at(0, suspend(100, Event.TscInSuspend.CONTINUES))
            .at(50, suspend(100, Event.TscInSuspend.CONTINUES))
            .build();
    assertThatThrownBy(() -> new SimulatedMachine(scenario))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("50 ns");
  }

  @Test
  void allOfALargeMachineCanBeRead() {
    SimulatedMachine machine =
        new SimulatedMachine(
            Scenario.builder("large", MachineShape.of(16, 1, 8, 8, 2))
                .counters(CounterPlan.DEFAULT.withOffset(1027, 156))
                .build());
    assertThat(TopologyReader.read(machine.files()).cpus()).isEqualTo(CpuSet.range(0, 2047));
    assertThat(offset(machine, 1027)).isEqualTo(156);
    assertThat(machine.msr(2047, TSC_ADJUST)).isEqualTo(Reading.present(0L));
  }
}
