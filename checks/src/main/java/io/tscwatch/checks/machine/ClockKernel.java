package io.tscwatch.checks.machine;

import static io.tscwatch.checks.machine.NativeClock.*;

import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.reference.AcpiPmTimer;
import io.tscwatch.checks.reference.ClockKind;
import io.tscwatch.checks.reference.ClockQuestion;
import io.tscwatch.checks.reference.ClockSample;
import io.tscwatch.checks.reference.Discipline;
import io.tscwatch.checks.reference.HpetCapability;
import io.tscwatch.checks.reference.ReadoutCost;
import io.tscwatch.checks.reference.TickRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Clocks of this machine, read by the C kernel. Safe for use by many threads; a call blocks for a
 * second at most, for the RTC for as long as it waits and a second.
 */
final class ClockKernel {

  private static final Path FADT = Path.of("/sys/firmware/acpi/tables/FACP");

  private static final String NO_PAGE =
      "the kernel maps no kvmclock page into this process: no KVM guest, or one that never used"
          + " kvm-clock";

  /** PVCLOCK_TSC_STABLE_BIT of asm/pvclock-abi.h. */
  private static final int PVCLOCK_TSC_STABLE_BIT = 1;

  private ClockKernel() {}

  /** Reads any clock but the RTC. */
  static Reading<ClockSample> read(ClockQuestion question) {
    if (question.kind() == ClockKind.ACPI_PM) {
      return pmTimer().flatMap(timer -> read(question, timer.port(), timer.bits(), 0, 0));
    }
    return read(question, question.index(), 64, 0, 0);
  }

  /** Sleeps, then watches for the RTC's next second, looking once in so many nanoseconds. */
  static Reading<ClockSample> rtcEdge(ClockQuestion question, long waitNanos, long pollNanos) {
    return read(question, 0, 64, waitNanos, pollNanos);
  }

  private static Reading<AcpiPmTimer> pmTimer() {
    try {
      return AcpiPmTimer.parse(Files.readAllBytes(FADT))
          .<Reading<AcpiPmTimer>>map(Reading::present)
          .orElse(Reading.absent("the firmware's tables name no ACPI PM timer"));
    } catch (NoSuchFileException e) {
      return Reading.absent("no " + FADT);
    } catch (IOException e) {
      // The kernel lets only root read its tables.
      return Files.isReadable(FADT)
          ? Reading.failed("read " + FADT + ": " + e.getMessage())
          : Reading.denied("permission denied: " + FADT, "run as root, or let the group read it");
    }
  }

  private static Reading<ClockSample> read(
      ClockQuestion question, int detail, int bits, long waitNanos, long pollNanos) {
    long[] request = new long[CLK_REQUEST_LENGTH];
    request[CLK_CLOCK] = codeOf(question.kind());
    request[CLK_CPU] = question.cpu();
    request[CLK_TRIES] = question.tries();
    request[CLK_DETAIL] = detail;
    request[CLK_SLOW_CYCLES] = question.slowCycles();
    request[CLK_WAIT_NANOS] = waitNanos;
    request[CLK_POLL_NANOS] = pollNanos;
    request[CLK_TSC_KILOHERTZ] = question.tscKilohertz();
    long[] result = new long[CLKR_LENGTH];
    tw_clock_sample(request, result);
    return result[CLKR_OUTCOME] == NativeKernel.MEASURED
        ? decode(question, bits, result)
        : refusal(question, result[CLKR_OUTCOME], result[CLKR_ERRNO]);
  }

  private static long codeOf(ClockKind kind) {
    return switch (kind) {
      case HPET -> CLOCK_HPET;
      case ACPI_PM -> CLOCK_ACPI_PM;
      case RTC -> CLOCK_RTC;
      case PTP -> CLOCK_PTP;
      case REALTIME -> CLOCK_REALTIME;
      case MONOTONIC_RAW -> CLOCK_MONOTONIC_RAW;
      case KVMCLOCK -> CLOCK_KVMCLOCK;
    };
  }

  private static Reading<ClockSample> decode(ClockQuestion question, int bits, long[] result) {
    return switch (question.kind()) {
      case HPET ->
          HpetCapability.parse(result[CLKR_DETAIL])
              .<Reading<ClockSample>>map(
                  hpet ->
                      Reading.present(
                          sample(
                              question,
                              result,
                              hpet.bits(),
                              TickRate.ofPeriodFemtos(hpet.periodFemtos()),
                              "mmap of /dev/hpet")))
              .orElse(
                  Reading.failed(
                      "/dev/hpet shows no HPET: capabilities 0x"
                          + Long.toHexString(result[CLKR_DETAIL])));
      case ACPI_PM ->
          Reading.present(
              sample(question, result, bits, TickRate.ACPI_PM, "32-bit read of its I/O port"));
      case RTC ->
          Reading.present(sample(question, result, 64, TickRate.SECONDS, "update of its seconds"));
      case PTP ->
          Reading.present(
              sample(
                  question,
                  result,
                  64,
                  TickRate.NANOSECONDS,
                  switch ((int) result[CLKR_DETAIL]) {
                    case PTP_PRECISE -> "PTP_SYS_OFFSET_PRECISE";
                    case PTP_EXTENDED -> "PTP_SYS_OFFSET_EXTENDED";
                    default -> "clock_gettime of /dev/ptp" + question.index();
                  }));
      case REALTIME, MONOTONIC_RAW ->
          Reading.present(sample(question, result, 64, TickRate.NANOSECONDS, "clock_gettime"));
      case KVMCLOCK ->
          Reading.present(
              sample(
                  question,
                  result,
                  64,
                  TickRate.NANOSECONDS,
                  (result[CLKR_DETAIL] & PVCLOCK_TSC_STABLE_BIT) != 0
                      ? "the host's page, flagged stable"
                      : "the host's page, not flagged stable"));
    };
  }

  private static ClockSample sample(
      ClockQuestion question, long[] result, int bits, TickRate rate, String how) {
    long mask = bits == 64 ? -1L : (1L << bits) - 1;
    return new ClockSample(
        question.kind(),
        question.index(),
        question.cpu(),
        result[CLKR_TSC_BEFORE],
        result[CLKR_TSC_AFTER],
        result[CLKR_VALUE] & mask,
        bits,
        rate,
        question.kind() == ClockKind.RTC,
        how,
        new ReadoutCost(
            result[CLKR_READS],
            result[CLKR_MEDIAN_CYCLES],
            result[CLKR_WIDEST_CYCLES],
            result[CLKR_SLOW_READS],
            result[CLKR_CPU_NANOS]),
        result[CLKR_TIMEX] == 0
            ? Optional.empty()
            : Optional.of(
                new Discipline(
                    (int) result[CLKR_TIMEX_STATE],
                    (int) result[CLKR_TIMEX_STATUS],
                    result[CLKR_TIMEX_FREQ],
                    result[CLKR_TIMEX_TICK],
                    result[CLKR_TIMEX_MAXERROR],
                    result[CLKR_TIMEX_ESTERROR])));
  }

  private static Reading<ClockSample> refusal(ClockQuestion question, long outcome, long errno) {
    String name = deviceOf(question);
    if (outcome == OUTCOME_ABSENT) {
      return Reading.absent(
          question.kind() == ClockKind.HPET && errno == ENOSYS
              ? "/dev/hpet may not be mapped: the kernel was built without CONFIG_HPET_MMAP, or"
                  + " booted without hpet_mmap=1"
              : question.kind() == ClockKind.KVMCLOCK ? NO_PAGE : "no " + name);
    }
    if (outcome == OUTCOME_REFUSED) {
      return Reading.denied("permission denied: " + name, remedyOf(question.kind()));
    }
    if (outcome == OUTCOME_BUSY) {
      return Reading.failed(
          name
              + (question.kind() == ClockKind.HPET
                  ? " is busy: the kernel uses all of the HPET's timers itself"
                  : " is in use by another program"));
    }
    if (outcome == OUTCOME_UNREADABLE) {
      return Reading.failed(name + " could not be read (errno " + errno + ")");
    }
    if (outcome == OUTCOME_NO_EDGE) {
      return Reading.failed(name + " did not go on by one second within a second");
    }
    return Reading.failed(
        "CPU " + question.cpu() + ": " + ExchangeKernel.outcomeOf(outcome).sentence());
  }

  private static String deviceOf(ClockQuestion question) {
    return switch (question.kind()) {
      case HPET -> "/dev/hpet";
      case ACPI_PM -> "I/O port of the ACPI PM timer";
      case RTC -> "/sys/class/rtc/rtc0";
      case PTP -> "/dev/ptp" + question.index();
      case REALTIME, MONOTONIC_RAW -> "CLOCK_" + question.kind().name().toUpperCase(Locale.ROOT);
      case KVMCLOCK -> "the kvmclock page";
    };
  }

  private static String remedyOf(ClockKind kind) {
    return switch (kind) {
      case ACPI_PM -> "grant CAP_SYS_RAWIO and allow ioperm(2); a locked-down kernel forbids it";
      case HPET, PTP -> "run as root, or let the group read the device (udev)";
      default -> "run as root";
    };
  }
}
