package io.tscwatch.checks.watch;

import io.tscwatch.checks.kvm.KvmclockPage;
import io.tscwatch.checks.kvm.VmclockPage;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.machine.TimeSample;
import io.tscwatch.checks.read.Reading;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the pages that a hypervisor shows its guest say between two looks. A page that this machine
 * does not have is not asked for again. Not safe for use by many threads.
 */
final class HypervisorPages {

  /**
   * What changed.
   *
   * @param disrupted the hypervisor says that the counters were disrupted
   * @param stopped the hypervisor says that the guest was paused
   * @param updated a page was written, which happens without any disruption too
   * @param evidence what says so; empty if nothing does
   */
  record Change(boolean disrupted, boolean stopped, boolean updated, String evidence) {
    static final Change NONE = new Change(false, false, false, "");
  }

  private static final long TOLERANCE_NANOS = 1_000_000;

  /** The host slews the guest's clock by up to 500 ppm, which an update shows all at once. */
  private static final long SLEW = 2000;

  private final Machine machine;
  private Reading<KvmclockPage> kvmclock = Reading.absent("not read yet");
  private Optional<VmclockPage> vmclock = Optional.empty();
  private byte[] kvmclockBytes = {};
  private boolean hasKvmclock = true;
  private boolean hasVmclock = true;

  HypervisorPages(Machine machine) {
    this.machine = machine;
  }

  /** The kvmclock page as it was last read. */
  Reading<KvmclockPage> kvmclock() {
    return kvmclock;
  }

  /** Reads the pages again. */
  Change look(Optional<TimeSample> now) {
    Change byVmclock = hasVmclock ? vmclockChange() : Change.NONE;
    Change byKvmclock = hasKvmclock ? kvmclockChange(now) : Change.NONE;
    return new Change(
        byVmclock.disrupted || byKvmclock.disrupted,
        byKvmclock.stopped,
        byVmclock.updated || byKvmclock.updated,
        byVmclock.evidence.isEmpty() ? byKvmclock.evidence : byVmclock.evidence);
  }

  private Change vmclockChange() {
    Reading<byte[]> bytes = machine.vmclockPage();
    hasVmclock = bytes instanceof Reading.Present;
    Optional<VmclockPage> before = vmclock;
    Optional<VmclockPage> page = bytes.flatMap(VmclockPage::decode).toOptional();
    if (page.isEmpty()) {
      return Change.NONE;
    }
    vmclock = page;
    if (before.isEmpty() || before.get().sequence() == page.get().sequence()) {
      return Change.NONE;
    }
    boolean marker = before.get().disruptionMarker() != page.get().disruptionMarker();
    boolean generation = !before.get().vmGeneration().equals(page.get().vmGeneration());
    return new Change(
        marker || generation,
        false,
        true,
        "vmclock: "
            + (marker
                ? "disruption marker " + page.get().disruptionMarker()
                : generation ? "another VM generation" : "updated"));
  }

  private Change kvmclockChange(Optional<TimeSample> now) {
    Reading<byte[]> bytes = machine.kvmclockPage();
    hasKvmclock = bytes instanceof Reading.Present;
    if (bytes instanceof Reading.Present<byte[]> present) {
      if (Arrays.equals(present.value(), kvmclockBytes)) {
        // The host writes it now and then, and this is asked several times a second.
        return Change.NONE;
      }
      kvmclockBytes = present.value();
    }
    Reading<KvmclockPage> page =
        bytes.flatMap(raw -> KvmclockPage.decode(raw, OptionalLong.empty()));
    if (page.toOptional().isEmpty()) {
      // Being written just now: the next look shows what changed.
      if (!hasKvmclock || kvmclock.toOptional().isEmpty()) {
        kvmclock = page;
      }
      return Change.NONE;
    }
    Optional<KvmclockPage> before = kvmclock.toOptional();
    KvmclockPage after = page.toOptional().get();
    kvmclock = page;
    if (before.isEmpty() || before.get().equals(after)) {
      return Change.NONE;
    }
    boolean stopped = after.guestStopped() && !before.get().guestStopped();
    boolean updated = before.get().version() != after.version();
    boolean moved = updated && now.isPresent() && relationMoved(before.get(), after, now.get());
    return new Change(
        moved,
        stopped,
        updated,
        "kvmclock page: version "
            + after.version()
            + (stopped ? ", PVCLOCK_GUEST_STOPPED" : "")
            + (moved ? ", another relation to the TSC" : ""));
  }

  /** Whether the same counter value means quite another time than before. */
  private static boolean relationMoved(KvmclockPage before, KvmclockPage after, TimeSample now) {
    long was = before.nanosAt(now.tscAfterCycles());
    long is = after.nanosAt(now.tscAfterCycles());
    long between = Math.abs(after.systemTimeNanos() - before.systemTimeNanos());
    return Math.abs(is - was) > TOLERANCE_NANOS + between / SLEW;
  }
}
