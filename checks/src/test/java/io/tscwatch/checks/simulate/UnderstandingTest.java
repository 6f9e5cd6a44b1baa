package io.tscwatch.checks.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.cpuid.CpuidFacts;
import io.tscwatch.checks.klog.KernelEvent;
import io.tscwatch.checks.klog.KernelEventCode;
import io.tscwatch.checks.klog.KernelLog;
import io.tscwatch.checks.kvm.KvmclockPage;
import io.tscwatch.checks.kvm.VmclockPage;
import io.tscwatch.checks.linux.KernelFacts;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.MachineShape;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What the simulated machine shows is understood by what reads the real one. */
class UnderstandingTest {

  private static final long SECOND = 1_000_000_000L;
  private static final MachineShape SHAPE = MachineShape.of(1, 1, 1, 4, 1);

  private static <T> T present(Reading<T> reading) {
    return reading.toOptional().orElseThrow(() -> new AssertionError(reading));
  }

  private static CpuidFacts cpuid(Platform platform) {
    return CpuidFacts.decode(
        present(
            new SimulatedMachine(Scenario.builder("x", SHAPE).platform(platform).build()).cpuid()));
  }

  @Test
  void cpuidSaysWhatThePlatformIs() {
    CpuidFacts intel = cpuid(Platform.INTEL);
    assertThat(intel.vendor()).isEqualTo("GenuineIntel");
    assertThat(intel.invariantTsc()).isTrue();
    assertThat(intel.tscAdjust()).isTrue();
    assertThat(intel.rdtscp()).isTrue();
    assertThat(intel.hypervisorPresent()).isFalse();
    assertThat(intel.frequency().orElseThrow().kilohertz()).isEqualTo(2_600_000);

    CpuidFacts amd = cpuid(Platform.AMD);
    assertThat(amd.vendor()).isEqualTo("AuthenticAMD");
    assertThat(amd.tscAdjust()).isFalse();

    CpuidFacts guest = cpuid(Platform.KVM_GUEST);
    assertThat(guest.hypervisorName()).contains("KVM");
    assertThat(guest.kvm().orElseThrow().clocksource()).isTrue();
    assertThat(guest.kvm().orElseThrow().bits() >>> 24 & 1).isEqualTo(1);
    assertThat(cpuid(Platform.KVM_GUEST.withKvmStable(false)).kvm().orElseThrow().bits() >>> 24)
        .isZero();
    assertThat(cpuid(Platform.INTEL.withInvariantTsc(false)).invariantTsc()).isFalse();
  }

  @Test
  void theKernelsFilesSayWhatTheScenarioSays() {
    KernelPlan plan =
        KernelPlan.DEFAULT
            .withCmdline("quiet tsc=reliable")
            .withClocksource("hpet", List.of("hpet", "acpi_pm"));
    SimulatedMachine machine =
        new SimulatedMachine(Scenario.builder("x", SHAPE).kernel(plan).build());
    KernelFacts facts = KernelFacts.read(machine.files());
    assertThat(present(facts.release())).isEqualTo("6.12.0-simulated");
    assertThat(facts.version()).isPresent();
    assertThat(facts.runsOn("hpet")).isTrue();
    assertThat(present(facts.availableClocksources())).containsExactly("hpet", "acpi_pm");
    assertThat(facts.bootedWithTsc("reliable")).isTrue();
    assertThat(present(facts.cpuFlags()).has("nonstop_tsc")).isTrue();
    assertThat(present(facts.cpuFlags()).has("tsc_adjust")).isTrue();
    assertThat(facts.sgiUv()).isFalse();
  }

  @Test
  void theKvmclockPageGivesTheTimeAndTheFrequency() {
    SimulatedMachine machine =
        new SimulatedMachine(
            Scenario.builder("x", SHAPE)
                .platform(Platform.KVM_GUEST)
                .at(5 * SECOND, new Event.Migration(-3600 * 2_600_000_000L, true))
                .build());
    for (int i = 0; i < 10; i++) {
      machine.sleepNanos(SECOND);
      long tsc = machine.truth().counterCycles(0, machine.monotonicNanos());
      KvmclockPage page =
          present(KvmclockPage.decode(present(machine.kvmclockPage()), OptionalLong.of(tsc)));
      assertThat(page.nanosAt(tsc))
          .isBetween(machine.monotonicNanos() - 100, machine.monotonicNanos());
      assertThat(page.tscKilohertz()).isBetween(2_599_999L, 2_600_001L);
      assertThat(page.tscStable()).isTrue();
      assertThat(page.guestStopped()).isEqualTo(i == 4);
    }
  }

  @Test
  void theVmclockPageTellsOfAMigration() {
    SimulatedMachine machine =
        new SimulatedMachine(
            Scenario.builder("x", SHAPE)
                .platform(Platform.KVM_GUEST.withVmclock(true))
                .at(SECOND, new Event.Migration(1, false))
                .build());
    VmclockPage before = present(VmclockPage.decode(present(machine.vmclockPage())));
    machine.sleepNanos(SECOND);
    VmclockPage after = present(VmclockPage.decode(present(machine.vmclockPage())));
    assertThat(before.countsTsc()).isTrue();
    assertThat(before.status()).isEqualTo(VmclockPage.Status.SYNCHRONIZED);
    assertThat(after.disruptionMarker()).isNotEqualTo(before.disruptionMarker());
    assertThat(after.vmGeneration()).isEqualTo(before.vmGeneration());
  }

  @Test
  void theKernelsOwnWordsAreClassified() {
    SimulatedMachine machine =
        new SimulatedMachine(
            Scenario.builder("x", SHAPE)
                .at(SECOND, new Event.AdjustRestored(CpuSet.of(2), 500, SECOND))
                .at(3 * SECOND, new Event.ClocksourceChange("hpet"))
                .at(4 * SECOND, new Event.Offline(CpuSet.of(1)))
                .build());
    machine.sleepNanos(5 * SECOND);
    List<KernelEvent> events = KernelLog.parse(present(machine.kernelLog()));
    assertThat(events.stream().map(KernelEvent::code))
        .containsExactly(
            KernelEventCode.CLOCKSOURCE_SWITCHED,
            KernelEventCode.TSC_ADJUST_RESTORED,
            KernelEventCode.CLOCKSOURCE_SWITCHED);
  }

  @Test
  void aFollowerOfTheLogSeesEveryLineOnce() {
    SimulatedMachine machine =
        new SimulatedMachine(
            Scenario.builder("x", SHAPE)
                .at(SECOND, new Event.KernelLine("one"))
                .at(2 * SECOND, new Event.KernelLogAccess(false))
                .at(3 * SECOND, new Event.KernelLine("two"))
                .at(4 * SECOND, new Event.KernelLogAccess(true))
                .build());
    assertThat(present(machine.newKernelLines())).hasSize(1);
    assertThat(present(machine.newKernelLines())).isEmpty();
    machine.sleepNanos(SECOND);
    assertThat(present(machine.newKernelLines())).containsExactly("[ 3601.000000] one");
    machine.sleepNanos(2 * SECOND);
    assertThat(machine.newKernelLines()).isInstanceOf(Reading.Denied.class);
    machine.sleepNanos(SECOND);
    assertThat(present(machine.newKernelLines())).containsExactly("[ 3603.000000] two");
  }
}
