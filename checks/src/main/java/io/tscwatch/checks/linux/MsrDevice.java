package io.tscwatch.checks.linux;

import io.tscwatch.checks.read.Reading;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Model-specific registers, read through the character devices {@code /dev/cpu/N/msr} of msr(4):
 * the file offset is the register's number, a read returns its 8 bytes, least significant first.
 *
 * <p>A register is only ever read. Kernel lockdown does not forbid that: {@code
 * security_locked_down(LOCKDOWN_MSR)} guards msr_write() and the write ioctl only
 * (arch/x86/kernel/msr.c).
 *
 * <p>Safe for use by many threads.
 */
public final class MsrDevice {

  /** IA32_TSC_ADJUST, Intel SDM volume 3, "IA32_TSC_ADJUST Register". */
  public static final int TSC_ADJUST = 0x3b;

  /**
   * How the reason begins when there is no msr device at all. It keeps "nobody could look" apart
   * from "the CPU has no such register", which are both {@link Reading.Absent}.
   */
  public static final String NO_DEVICE = "no msr device";

  /** How the reason begins when it is only this CPU that has no device. */
  public static final String OFFLINE = "CPU offline";

  private static final String[] NONE = {};

  private final Path cpuFolder;

  /** The devices of this machine. */
  public MsrDevice() {
    this(Path.of("/dev/cpu"));
  }

  /**
   * Devices, or plain files that stand in for them, under another folder.
   *
   * @param cpuFolder what stands for {@code /dev/cpu}
   */
  public MsrDevice(Path cpuFolder) {
    this.cpuFolder = cpuFolder;
  }

  /**
   * Reads one register.
   *
   * @param cpu Linux CPU number
   * @param register its number, as unsigned 32 bits
   */
  public Reading<Long> read(int cpu, int register) {
    Path device = device(cpu);
    int descriptor = LibC.open(device.toString(), LibC.O_RDONLY | LibC.O_CLOEXEC);
    if (descriptor < 0) {
      return MsrErrors.onOpen(LibC.errno(), cpu, device, othersOpen(cpu));
    }
    try {
      byte[] bytes = new byte[Long.BYTES];
      long count = LibC.pread(descriptor, bytes, bytes.length, Integer.toUnsignedLong(register));
      if (count < 0) {
        return MsrErrors.onRead(LibC.errno(), cpu, device, register);
      }
      if (count != bytes.length) {
        return Reading.failed(device + ": read " + count + " of " + bytes.length + " bytes");
      }
      return Reading.present(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong());
    } finally {
      LibC.close(descriptor);
    }
  }

  private Path device(int cpu) {
    return cpuFolder.resolve(Integer.toString(cpu)).resolve("msr");
  }

  /**
   * Whether any other CPU's device opens: then a missing one means that its CPU is offline. Without
   * the module no device opens, even where a static node exists.
   */
  private boolean othersOpen(int cpu) {
    // No folder to list is the answer itself: no device opens.
    String[] folders = Objects.requireNonNullElse(cpuFolder.toFile().list(), NONE);
    for (String folder : folders) {
      if (isNumber(folder) && !folder.equals(Integer.toString(cpu))) {
        int descriptor =
            LibC.open(cpuFolder + "/" + folder + "/msr", LibC.O_RDONLY | LibC.O_CLOEXEC);
        if (descriptor >= 0) {
          LibC.close(descriptor);
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isNumber(String name) {
    return !name.isEmpty() && name.charAt(0) >= '0' && name.charAt(0) <= '9';
  }
}
