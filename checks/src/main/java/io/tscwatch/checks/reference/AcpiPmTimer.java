package io.tscwatch.checks.reference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Where the ACPI PM timer is, from the Fixed ACPI Description Table.
 *
 * @param port its I/O port
 * @param bits 24 or 32
 */
public record AcpiPmTimer(int port, int bits) {

  /** Offsets of the ACPI specification, table 5.9 (FADT). */
  private static final int LENGTH = 4;

  private static final int PM_TMR_BLK = 76;
  private static final int PM_TMR_LEN = 91;
  private static final int FLAGS = 112;
  private static final int X_PM_TMR_BLK = 208;

  /** Flag 8, TMR_VAL_EXT: "the timer is a 32-bit value"; 24 bits without. */
  private static final int TMR_VAL_EXT = 1 << 8;

  /** Flag 20, HW_REDUCED_ACPI: there is no such timer. */
  private static final int HW_REDUCED_ACPI = 1 << 20;

  private static final int SYSTEM_IO = 1;
  private static final int GENERIC_ADDRESS_BYTES = 12;

  /**
   * Reads the table.
   *
   * @param table the bytes of {@code /sys/firmware/acpi/tables/FACP}
   * @return empty if it is no such table, or the machine has no PM timer in I/O space
   */
  public static Optional<AcpiPmTimer> parse(byte[] table) {
    ByteBuffer bytes = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
    if (table.length < FLAGS + 4
        || bytes.get(0) != 'F'
        || bytes.get(1) != 'A'
        || bytes.get(2) != 'C'
        || bytes.get(3) != 'P') {
      return Optional.empty();
    }
    int length = Math.min(table.length, bytes.getInt(LENGTH));
    int flags = bytes.getInt(FLAGS);
    if ((flags & HW_REDUCED_ACPI) != 0) {
      return Optional.empty();
    }
    long port = bytes.get(PM_TMR_LEN) == 4 ? Integer.toUnsignedLong(bytes.getInt(PM_TMR_BLK)) : 0;
    // "If this field is nonzero, the older one is ignored": X_PM_TMR_BLK.
    if (length >= X_PM_TMR_BLK + GENERIC_ADDRESS_BYTES
        && bytes.get(X_PM_TMR_BLK) == SYSTEM_IO
        && bytes.getLong(X_PM_TMR_BLK + 4) != 0) {
      port = bytes.getLong(X_PM_TMR_BLK + 4);
    }
    return port > 0 && port <= 0xffff - 3
        ? Optional.of(new AcpiPmTimer((int) port, (flags & TMR_VAL_EXT) != 0 ? 32 : 24))
        : Optional.empty();
  }
}
