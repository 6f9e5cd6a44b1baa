package io.tscwatch.checks.kvm.guest;

import io.tscwatch.checks.kvm.KvmclockPage;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.read.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Reads the kvmclock page and CLOCK_BOOTTIME side by side, several times. */
public final class GuestClockReader {

  /** An update takes the host less than a microsecond: twice in a row is already rare. */
  private static final int TRIES = 5;

  private GuestClockReader() {}

  /**
   * Reads.
   *
   * @param cpu any CPU that the process may use
   * @param samples how many
   * @param gapNanos pause between two
   * @return the differences in the order of time; or why the page cannot be read
   */
  public static Reading<List<ClockDifference>> read(
      Machine machine, int cpu, int samples, long gapNanos) throws InterruptedException {
    List<ClockDifference> differences = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      if (i > 0) {
        machine.sleepNanos(gapNanos);
      }
      Reading<ClockDifference> difference = difference(machine, cpu);
      for (int again = 1; again < TRIES && difference instanceof Reading.Failed; again++) {
        difference = difference(machine, cpu);
      }
      if (difference.toOptional().isEmpty()) {
        return difference.map(List::of);
      }
      differences.add(difference.toOptional().get());
    }
    return Reading.present(List.copyOf(differences));
  }

  /** The page first: its stamp has to be in the past of the sample, or it is no such page. */
  private static Reading<ClockDifference> difference(Machine machine, int cpu) {
    return machine
        .kvmclockPage()
        .flatMap(
            bytes ->
                machine
                    .timeSample(cpu)
                    .flatMap(
                        sample ->
                            KvmclockPage.decode(bytes, OptionalLong.of(sample.tscBeforeCycles()))
                                .map(page -> ClockDifference.of(page, sample))));
  }
}
