package io.tscwatch.checks.kvm.probe;

import io.tscwatch.checks.kvm.host.ClockReading;
import io.tscwatch.checks.kvm.host.VcpuOutcome;
import io.tscwatch.checks.kvm.host.VcpuReading;
import io.tscwatch.checks.kvm.migration.Migration;
import io.tscwatch.checks.kvm.migration.MigrationAnswer;
import io.tscwatch.checks.kvm.migration.MigrationRecord;
import io.tscwatch.checks.kvm.migration.TscScale;
import io.tscwatch.checks.kvm.probe.RecordAnswer.Kind;
import io.tscwatch.checks.read.Reading;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes the record that a migration needs, of a machine made for it; and rehearses the
 * destination's part of a migration with it, by the steps of
 * Documentation/virt/kvm/devices/vcpu.rst.
 */
public final class MigrationProbe {

  private MigrationProbe() {}

  /** The source's steps 1 to 3, of a new machine. */
  public static RecordAnswer record(String device) {
    return with(device, vm -> stepsOfSource(vm));
  }

  /**
   * The destination's steps 4 to 7, with a new machine that continues a source's; then its record.
   *
   * @param source the source's record, possibly of another host
   */
  public static RecordAnswer continueFrom(String device, MigrationRecord source) {
    return with(device, vm -> stepsOfDestination(vm, source));
  }

  private static RecordAnswer with(String device, Function<ProbeVm, RecordAnswer> steps) {
    ProbeVm.Attempt attempt = ProbeVm.make(device, HostProbe.VCPUS);
    if (attempt instanceof ProbeVm.Attempt.NotMade notMade) {
      return new RecordAnswer.NotAsked(notMade.why());
    }
    try (ProbeVm vm = ((ProbeVm.Attempt.Made) attempt).vm()) {
      return steps.apply(vm);
    }
  }

  private static RecordAnswer stepsOfSource(ProbeVm vm) {
    List<VcpuReading> vcpus = vm.run();
    Optional<RecordAnswer> flaw = flaw(vcpus);
    return flaw.isPresent() ? flaw.get() : recorded(vm, vcpus.get(0));
  }

  private static RecordAnswer stepsOfDestination(ProbeVm vm, MigrationRecord source) {
    Reading<Boolean> set = vm.setClock(source.kvmclockNanos(), source.realtimeNanos());
    if (set.whyNot().isPresent()) {
      return unrecordable(Kind.CLOCK_NOT_SET, set.whyNot().get());
    }
    RecordAnswer before = stepsOfSource(vm);
    if (!(before instanceof RecordAnswer.Recorded now)) {
      return before;
    }
    MigrationAnswer answer = Migration.between(source, now.record());
    if (answer instanceof MigrationAnswer.Refused refused) {
      return new RecordAnswer.Refused(refused.why());
    }
    long offset = ((MigrationAnswer.Computed) answer).migration().offsetCycles();
    for (int vcpu = 0; vcpu < HostProbe.VCPUS; vcpu++) {
      Reading<Boolean> written = vm.setOffset(vcpu, offset);
      if (written.whyNot().isPresent()) {
        return unrecordable(Kind.OFFSET_NOT_KEPT, written.whyNot().get());
      }
    }
    List<VcpuReading> vcpus = vm.run();
    for (VcpuReading vcpu : vcpus) {
      if (vcpu.declaredOffsetCycles().toOptional().filter(kept -> kept == offset).isEmpty()) {
        return unrecordable(
            Kind.OFFSET_NOT_KEPT,
            "KVM_VCPU_TSC_OFFSET "
                + offset
                + " was written and is not kept: this KVM does not move a guest's TSC");
      }
    }
    Optional<RecordAnswer> flaw = flaw(vcpus);
    return flaw.isPresent() ? flaw.get() : recorded(vm, vcpus.get(0));
  }

  private static Optional<RecordAnswer> flaw(List<VcpuReading> vcpus) {
    for (VcpuReading vcpu : vcpus) {
      String name = "vCPU " + vcpu.vcpu();
      if (vcpu.outcome() != VcpuOutcome.HALTED) {
        return Optional.of(unrecordable(Kind.VCPU_DID_NOT_RUN, name + " did not run to its halt"));
      }
      Optional<String> missing =
          vcpu.declaredOffsetCycles().whyNot().or(() -> vcpu.tscKilohertz().whyNot());
      if (missing.isPresent()) {
        return Optional.of(unrecordable(Kind.NO_OFFSET, name + ": " + missing.get()));
      }
      if (!vcpu.declaredOffsetHolds()) {
        return Optional.of(
            unrecordable(
                Kind.OFFSET_MISDECLARED,
                name
                    + " sees an offset of "
                    + vcpu.offsetLowerCycles()
                    + " to "
                    + vcpu.offsetUpperCycles()
                    + " cycles, and KVM declares "
                    + vcpu.declaredOffsetCycles().toOptional().orElse(0L)));
      }
    }
    boolean alike =
        vcpus.stream().map(VcpuReading::declaredOffsetCycles).distinct().count() == 1
            && vcpus.stream().map(VcpuReading::tscKilohertz).distinct().count() == 1;
    return alike
        ? Optional.empty()
        : Optional.of(
            unrecordable(Kind.OFFSETS_DIFFER, "the vCPUs do not have one offset and one rate"));
  }

  private static RecordAnswer recorded(ProbeVm vm, VcpuReading vcpu) {
    Reading<ClockReading> read = vm.clock();
    Optional<ClockReading> clock = read.toOptional().filter(c -> c.hasRealtime() && c.hasHostTsc());
    if (clock.isEmpty()) {
      return unrecordable(
          Kind.NO_CLOCK_PAIR,
          read.whyNot()
              .orElse(
                  "KVM_GET_CLOCK gives neither the host's TSC nor its time with the clock, as it"
                      + " does while the host's clocksource is tsc (tscwatch kvm host)"));
    }
    long hostTsc = clock.get().hostTscCycles();
    return new RecordAnswer.Recorded(
        new MigrationRecord(
            hostTsc,
            clock.get().realtimeNanos(),
            hostTsc + vcpu.declaredOffsetCycles().toOptional().orElse(0L),
            vcpu.tscKilohertz().toOptional().orElse(0L),
            clock.get().kvmclockNanos(),
            TscScale.NONE));
  }

  private static RecordAnswer unrecordable(Kind kind, String reason) {
    return new RecordAnswer.Unrecordable(kind, reason);
  }
}
