package io.tscwatch.systemtest.guest;

import io.tscwatch.systemtest.report.Spending;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The guest that scenarios have one after the other. Booting is dear, so that those on the same
 * machine share it, as long as nothing failed there: each leaves it as it would want to find it,
 * with the service running. A scenario that runs beside them takes {@link #another}.
 */
public final class Guests {

  private static Optional<Running> running = Optional.empty();
  private static boolean suspect;

  private record Running(GuestMachine machine, Guest guest) {}

  private Guests() {}

  /** A guest with this hardware: the one that runs if it has, or else a new one in its place. */
  public static synchronized Guest on(GuestMachine machine)
      throws IOException, InterruptedException {
    if (running.isPresent() && running.get().machine().equals(machine) && !suspect) {
      return running.get().guest();
    }
    end();
    Guest guest = another(machine);
    running = Optional.of(new Running(machine, guest));
    return guest;
  }

  /** A new guest that is the caller's alone, who closes it. */
  public static Guest another(GuestMachine machine) throws IOException, InterruptedException {
    Images.folder();
    long start = System.nanoTime();
    Guest guest = Guest.boot(machine);
    Spending.add("boots", start);
    System.out.printf(
        "  booted %4d s  %s%n", Duration.ofNanos(System.nanoTime() - start).toSeconds(), machine);
    return guest;
  }

  /** Something failed: whoever comes next gets a guest of its own. */
  public static synchronized void distrust() {
    suspect = true;
  }

  /** Pulls the plug of the guest that runs. */
  public static synchronized void end() {
    running.ifPresent(one -> one.guest().close());
    running = Optional.empty();
    suspect = false;
  }
}
