package io.tscwatch.checks.linux;

import io.tscwatch.checks.read.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The page by which a hypervisor tells of disruptions, {@code /dev/vmclock0} of Linux 6.13 and
 * later. read(2) copies it under its sequence lock (vmclock_miscdev_read(),
 * drivers/ptp/ptp_vmclock.c).
 *
 * <p>Safe for use by many threads.
 */
public final class VmclockDevice {

  /** struct vmclock_abi with its generation counter: 112 bytes; later versions only append. */
  private static final int BYTES = 112;

  private final Path device;

  /** The device of this machine. */
  public VmclockDevice() {
    this(Path.of("/dev/vmclock0"));
  }

  /**
   * A file that stands in for it.
   *
   * @param device what stands for {@code /dev/vmclock0}
   */
  public VmclockDevice(Path device) {
    this.device = device;
  }

  /** The beginning of the page. */
  public Reading<byte[]> read() {
    try (InputStream in = Files.newInputStream(device)) {
      return Reading.present(in.readNBytes(BYTES));
    } catch (NoSuchFileException e) {
      return Reading.absent("no " + device);
    } catch (AccessDeniedException e) {
      return Reading.denied(
          "permission denied: " + device, "run as root, or grant read permission on " + device);
    } catch (IOException e) {
      return Reading.failed(device + ": " + e.getMessage());
    }
  }
}
