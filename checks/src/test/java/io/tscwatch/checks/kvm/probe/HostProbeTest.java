package io.tscwatch.checks.kvm.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tscwatch.checks.kvm.host.ClockReading;
import io.tscwatch.checks.kvm.host.HostAnswer;
import io.tscwatch.checks.kvm.host.HostJudgement;
import io.tscwatch.checks.kvm.host.HostReading;
import io.tscwatch.checks.kvm.host.NoProbe;
import io.tscwatch.checks.kvm.host.NoProbe.Kind;
import io.tscwatch.checks.kvm.host.OffsetAgreement;
import io.tscwatch.checks.kvm.host.StableKvmclock;
import io.tscwatch.checks.kvm.host.VcpuOutcome;
import io.tscwatch.checks.linux.RealFileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostProbeTest {

  @TempDir private Path folder;

  private static HostAnswer ask(String device) {
    return HostProbe.ask(device, new RealFileTree());
  }

  private static Kind refusal(String device) {
    return ((HostAnswer.NotAsked) ask(device)).why().kind();
  }

  @Test
  void aMachineWithoutTheDeviceSaysSo() {
    assertThat(refusal(folder.resolve("kvm").toString())).isEqualTo(Kind.NO_DEVICE);
  }

  @Test
  void anotherDeviceIsNotTakenForKvm() {
    assertThat(refusal("/dev/null")).isEqualTo(Kind.NOT_KVM);
  }

  @Test
  void aPlainFileIsNotTakenForKvm() throws IOException {
    assertThat(refusal(Files.createFile(folder.resolve("kvm")).toString())).isEqualTo(Kind.NOT_KVM);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2, NO_DEVICE, there is no /dev/kvm (ENOENT)",
    "1, 19, NO_DEVICE, there is no /dev/kvm (ENODEV)",
    "1, 13, NOT_PERMITTED, may not open /dev/kvm (EACCES)",
    "1, 1, NOT_PERMITTED, may not open /dev/kvm (EPERM)",
    "1, 24, NO_RESOURCES, EMFILE",
    "2, 25, NOT_KVM, interface of version 12",
    "3, 16, VM_REFUSED, another hypervisor",
    "3, 95, VM_REFUSED, EOPNOTSUPP",
    "3, 12, NO_RESOURCES, KVM_CREATE_VM: ENOMEM",
    "4, 22, SETUP_REFUSED, KVM_SET_TSS_ADDR was refused: EINVAL",
    "5, 22, SETUP_REFUSED, KVM_SET_USER_MEMORY_REGION was refused: EINVAL",
    "6, 22, SETUP_REFUSED, KVM_CREATE_VCPU was refused: EINVAL",
    "6, 12, NO_RESOURCES, KVM_CREATE_VCPU: ENOMEM",
    "7, 22, SETUP_REFUSED, mapping struct kvm_run was refused: EINVAL",
    "8, 22, SETUP_REFUSED, KVM_SET_SREGS was refused: EINVAL",
    "9, 22, SETUP_REFUSED, KVM_SET_SIGNAL_MASK was refused: EINVAL",
    "10, 12, NO_RESOURCES, no memory",
    "11, 0, TSC_DISABLED, PR_SET_TSC"
  })
  void everyFailedStepHasItsOwnAnswer(int step, int errno, Kind kind, String words) {
    NoProbe why = ProbeFailure.of(HostProbe.DEVICE, step, errno);

    assertThat(why.kind()).isEqualTo(kind);
    assertThat(why.reason()).contains(words);
  }

  /** What must hold on every machine that has the device, whatever its clocksource. */
  @Test
  void aRealHostAnswersAndItsVcpusSeeOneOffset() {
    HostAnswer answer = ask(HostProbe.DEVICE);
    assumeTrue(answer instanceof HostAnswer.Asked, () -> "no answer: " + answer);
    HostReading reading = ((HostAnswer.Asked) answer).reading();

    assertThat(reading.vcpus()).hasSize(2);
    assertThat(reading.vcpus())
        .allSatisfy(vcpu -> assertThat(vcpu.outcome()).isEqualTo(VcpuOutcome.HALTED));
    assertThat(reading.clockBeforeRun().toOptional().map(ClockReading::tscStable)).contains(false);
    HostJudgement judgement = HostJudgement.of(reading, false);
    assertThat(judgement.offsets().state()).isEqualTo(OffsetAgreement.State.ONE_OFFSET);
    boolean onTsc = reading.clocksourceAfter().toOptional().filter("tsc"::equals).isPresent();
    assertThat(judgement.stable())
        .isEqualTo(onTsc ? StableKvmclock.GRANTED : StableKvmclock.WITHHELD);
  }
}
