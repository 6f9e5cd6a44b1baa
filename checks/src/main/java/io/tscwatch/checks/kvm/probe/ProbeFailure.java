package io.tscwatch.checks.kvm.probe;

import static io.tscwatch.checks.kvm.probe.NativeKvm.*;

import io.tscwatch.checks.kvm.host.NoProbe;
import io.tscwatch.checks.kvm.host.NoProbe.Kind;

/** What each failed step of making a machine means. */
final class ProbeFailure {

  private ProbeFailure() {}

  static NoProbe of(String device, int step, int errno) {
    return switch (step) {
      case OPEN -> onOpen(device, errno);
      case API_VERSION ->
          new NoProbe(Kind.NOT_KVM, device + " is not KVM's interface of version 12", "");
      case CREATE_VM -> onCreate(errno);
      case NO_RESOURCES ->
          new NoProbe(Kind.NO_RESOURCES, "no memory for a virtual machine of one page", "");
      case TSC_DISABLED ->
          new NoProbe(
              Kind.TSC_DISABLED, "RDTSC is disabled for this process (prctl PR_SET_TSC)", "");
      default -> onSetup(stepName(step), errno);
    };
  }

  private static NoProbe onOpen(String device, int errno) {
    return switch (errno) {
      case Errno.ENOENT, Errno.ENODEV, Errno.ENXIO ->
          new NoProbe(
              Kind.NO_DEVICE,
              "there is no " + device + " (" + Errno.name(errno) + ")",
              "load kvm_intel or kvm_amd; in a guest its host must allow nested virtualisation");
      case Errno.EACCES, Errno.EPERM ->
          new NoProbe(
              Kind.NOT_PERMITTED,
              "this process may not open " + device + " (" + Errno.name(errno) + ")",
              "run as root or in the device's group (mostly kvm); a unit needs DeviceAllow="
                  + device
                  + " rw");
      case Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM ->
          new NoProbe(Kind.NO_RESOURCES, device + ": " + Errno.name(errno), "");
      default -> new NoProbe(Kind.SETUP_REFUSED, device + ": " + Errno.name(errno), "");
    };
  }

  private static NoProbe onCreate(int errno) {
    return switch (errno) {
      case Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM ->
          new NoProbe(Kind.NO_RESOURCES, "KVM_CREATE_VM: " + Errno.name(errno), "");
      // hardware_enable_all(): another hypervisor holds VMX or SVM, or the firmware locked it.
      case Errno.EBUSY ->
          new NoProbe(
              Kind.VM_REFUSED,
              "KVM_CREATE_VM: EBUSY: another hypervisor uses the processor's virtualisation",
              "stop the other hypervisor");
      default ->
          new NoProbe(Kind.VM_REFUSED, "KVM_CREATE_VM was refused: " + Errno.name(errno), "");
    };
  }

  private static NoProbe onSetup(String step, int errno) {
    return errno == Errno.EMFILE || errno == Errno.ENFILE || errno == Errno.ENOMEM
        ? new NoProbe(Kind.NO_RESOURCES, step + ": " + Errno.name(errno), "")
        : new NoProbe(Kind.SETUP_REFUSED, step + " was refused: " + Errno.name(errno), "");
  }

  private static String stepName(int step) {
    return switch (step) {
      case TSS_ADDR -> "KVM_SET_TSS_ADDR";
      case MEMORY -> "KVM_SET_USER_MEMORY_REGION";
      case CREATE_VCPU -> "KVM_CREATE_VCPU";
      case RUN_AREA -> "mapping struct kvm_run";
      case REGISTERS -> "KVM_SET_SREGS";
      case SIGNAL_MASK -> "KVM_SET_SIGNAL_MASK";
      default -> "step " + step;
    };
  }
}
