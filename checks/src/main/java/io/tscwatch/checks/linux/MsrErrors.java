package io.tscwatch.checks.linux;

import io.tscwatch.checks.read.Reading;
import java.nio.file.Path;

/**
 * What each errno of the msr device means; see msr_open() and msr_read(), arch/x86/kernel/msr.c.
 */
final class MsrErrors {

  private MsrErrors() {}

  /** What a failed open means, given whether the device of any other CPU opens. */
  static Reading<Long> onOpen(int errno, int cpu, Path device, boolean othersOpen) {
    return switch (errno) {
      // "if (cpu >= nr_cpu_ids || !cpu_online(cpu)) return -ENXIO", and what any character device
      // node says that has no driver behind it.
      case LibC.ENOENT, LibC.ENOTDIR, LibC.ENXIO ->
          othersOpen
              ? Reading.absent(MsrDevice.OFFLINE + ": CPU " + cpu + " has no " + device)
              : Reading.absent(
                  MsrDevice.NO_DEVICE
                      + ": "
                      + device
                      + " is not there; the kernel's msr module provides it (modprobe msr)");
      case LibC.EACCES ->
          Reading.denied(
              "permission denied: " + device,
              "run as root, or grant read permission on " + device + " and CAP_SYS_RAWIO");
      // "if (!capable(CAP_SYS_RAWIO)) return -EPERM"; a device cgroup answers the same.
      case LibC.EPERM ->
          Reading.denied(
              "not permitted: " + device,
              "grant CAP_SYS_RAWIO; in a container or a unit with DevicePolicy also the device "
                  + device);
      // "if (!cpu_has(c, X86_FEATURE_MSR)) return -EIO"
      case LibC.EIO -> Reading.absent("CPU " + cpu + " has no model-specific registers");
      default -> Reading.failed("open " + device + ": " + LibC.describe(errno));
    };
  }

  static Reading<Long> onRead(int errno, int cpu, Path device, int register) {
    return switch (errno) {
      // RDMSR raised #GP: rdmsr_safe_on_cpu() returns -EIO.
      case LibC.EIO ->
          Reading.absent(
              "CPU " + cpu + " has no register 0x" + Integer.toHexString(register) + " (EIO)");
      case LibC.ENXIO -> Reading.absent(MsrDevice.OFFLINE + ": CPU " + cpu + " went offline");
      case LibC.EPERM, LibC.EACCES ->
          Reading.denied("read of " + device + " refused", "grant CAP_SYS_RAWIO");
      default -> Reading.failed("read " + device + ": " + LibC.describe(errno));
    };
  }
}
