package io.tscwatch.systemtest.guest;

import java.util.List;

/**
 * The hardware that a guest believes in.
 *
 * @param cpuModel as qemu's {@code -cpu} takes it
 * @param sockets how many CPU packages
 * @param cores of one thread each, in each socket
 * @param disk which of the two disks it boots from
 * @param kernelParameters added to what every guest is booted with
 */
public record GuestMachine(
    String cpuModel, int sockets, int cores, Disk disk, List<String> kernelParameters) {

  /** What is on the disk; every boot starts from the same one, whatever the last one wrote. */
  public enum Disk {
    /** Debian, with the package as /root/tscwatch.deb. */
    BARE("bare.img"),
    /** The same, with the package installed and its service enabled. */
    INSTALLED("installed.img");

    private final String fileName;

    Disk(String fileName) {
      this.fileName = fileName;
    }

    String fileName() {
      return fileName;
    }
  }

  /**
   * All that qemu can emulate, by the name of AMD and without the invariant TSC bit. Linux finds
   * nothing that promises synchronized counters (unsynchronized_tsc() of arch/x86/kernel/tsc.c) and
   * takes the HPET.
   */
  public static final String NO_INVARIANT_TSC = "max";

  /**
   * An Intel model, of which Linux knows by its family and model that the TSC ticks at one rate
   * (early_init_intel() of arch/x86/kernel/cpu/intel.c): it becomes the clocksource, and the HPET
   * watches it. TSC_ADJUST is there and reads 0, though CPUID does not promise it.
   */
  public static final String CONSTANT_TSC = "Nehalem";

  private static final String NO_WATCHDOG = "tsc=nowatchdog";

  /**
   * Two sockets of two cores. The boot CPU may go offline, programs may map the HPET, and no
   * watchdog looks at the TSC: with twice as many CPUs as the host it takes a pause of an emulated
   * one for skew now and then, and would leave a guest without the clocksource that scenarios
   * choose.
   */
  public static final GuestMachine USUAL =
      new GuestMachine(
          CONSTANT_TSC, 2, 2, Disk.INSTALLED, List.of("cpu0_hotplug", NO_WATCHDOG, "hpet_mmap=1"));

  /**
   * One CPU, on which nothing moves the TSC. With more of them qemu does: its TSC must never be
   * less than what another thread has read, so that two CPUs that read it at the same moment push
   * it forward, by microseconds (cpu_get_ticks_locked() of softmmu/cpu-timers.c). Against every
   * other clock that is a step.
   */
  public static final GuestMachine ONE_CPU =
      new GuestMachine(CONSTANT_TSC, 1, 1, Disk.INSTALLED, List.of(NO_WATCHDOG, "hpet_mmap=1"));

  /** The same as the usual one, with the package still to be installed. */
  public static final GuestMachine BARE =
      new GuestMachine(CONSTANT_TSC, 2, 2, Disk.BARE, List.of());

  /** A machine with the package installed, whose service starts as it boots. */
  public static GuestMachine of(String cpuModel, int sockets, int cores) {
    return new GuestMachine(cpuModel, sockets, cores, Disk.INSTALLED, List.of());
  }

  /** Whether the kernel compares the TSC with the HPET. */
  public boolean watchesTheTsc() {
    return !kernelParameters.contains(NO_WATCHDOG);
  }

  /** How many CPUs it has in all. */
  public int cpus() {
    return sockets * cores;
  }

  @Override
  public String toString() {
    return sockets + " x " + cores + " CPUs, " + cpuModel;
  }
}
