package io.tscwatch.checks.adjust;

import io.tscwatch.checks.linux.MsrDevice;
import io.tscwatch.checks.read.Reading;

/** The kinds of answer to "what is TSC_ADJUST of this CPU?". Only the first is knowledge. */
enum AdjustAnswer {
  VALUE,
  /** The CPU has no such register. */
  UNSUPPORTED,
  /** The kernel offers no msr device. */
  NO_DEVICE,
  /** This CPU is offline; it has no TSC to be judged. */
  OFFLINE,
  /** This process may not read it. */
  DENIED,
  /** The read failed. */
  UNREADABLE;

  static AdjustAnswer of(Reading<Long> reading) {
    if (reading instanceof Reading.Present) {
      return VALUE;
    }
    if (reading instanceof Reading.Denied) {
      return DENIED;
    }
    if (reading instanceof Reading.Absent<Long> absent) {
      if (absent.reason().startsWith(MsrDevice.NO_DEVICE)) {
        return NO_DEVICE;
      }
      return absent.reason().startsWith(MsrDevice.OFFLINE) ? OFFLINE : UNSUPPORTED;
    }
    return UNREADABLE;
  }
}
