package io.tscwatch.checks.watch;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The findings over time. One that is there counts at once; one that is gone is kept for a while: a
 * proven fault until everything was clean for the time of requalification, and time without fresh
 * evidence is not clean; anything else for the time of hysteresis. Not safe for use by many
 * threads.
 */
final class FindingBook {

  /** What makes two findings the same one: for a fault the CPUs too, else the code alone. */
  private record Matter(FindingCode code, CpuSet cpus) {
    static Matter of(Finding finding) {
      boolean fault = finding.severity() == Severity.CRITICAL;
      return new Matter(finding.code(), fault ? finding.cpus() : CpuSet.empty());
    }

    /** By hand: see {@link io.tscwatch.checks.schedule.CpuPair#equals}. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Matter matter && code == matter.code && cpus.equals(matter.cpus);
    }

    @Override
    public int hashCode() {
      return 31 * code.hashCode() + cpus.hashCode();
    }
  }

  private static final class Entry {
    Finding finding;
    final long raisedRealtimeNanos;
    long lastSeenRealtimeNanos;
    long goneNanos;
    boolean present;

    Entry(Finding finding, long realtimeNanos) {
      this.finding = finding;
      this.raisedRealtimeNanos = realtimeNanos;
    }
  }

  /**
   * What changed.
   *
   * @param raised findings that are new, or graver than before
   * @param cleared findings that are no longer kept
   */
  record Changes(List<Finding> raised, List<Finding> cleared) {
    boolean isEmpty() {
      return raised.isEmpty() && cleared.isEmpty();
    }
  }

  private static final Set<FindingCode> OF_COUNTERS =
      EnumSet.of(
          FindingCode.SKEW_WARP,
          FindingCode.SKEW_BEYOND_LIMIT,
          FindingCode.SKEW_STEP,
          FindingCode.SKEW_INCONSISTENT,
          FindingCode.RATE_DRIFT);

  private static final Comparator<Finding> GRAVEST_FIRST =
      Comparator.comparing(Finding::severity)
          .reversed()
          .thenComparing(Finding::code)
          .thenComparing(finding -> finding.cpus().isEmpty() ? -1 : finding.cpus().first());

  private static final Comparator<Entry> GRAVEST_ENTRY_FIRST =
      Comparator.comparing(entry -> entry.finding, GRAVEST_FIRST);

  private final Map<Matter, Entry> entries = new LinkedHashMap<>();

  /** The same for whoever asks with each tick, put in order only after something changed. */
  private final List<Entry> gravestFirst = new ArrayList<>();

  private boolean reorder;
  private long clearAfterNanos;
  private long requalifyAfterNanos;

  FindingBook(WatchSettings settings) {
    configure(settings);
  }

  void configure(WatchSettings settings) {
    clearAfterNanos = settings.clearAfterNanos();
    requalifyAfterNanos = settings.requalifyAfterNanos();
  }

  /**
   * Takes what was proven of one moment: it is kept from then on, and not there any more.
   *
   * @return those that are news: not kept yet, or not seen for the time of hysteresis
   */
  List<Finding> prove(List<Finding> findings, long realtimeNanos) {
    reorder = true;
    List<Finding> news = new ArrayList<>();
    for (Finding finding : findings) {
      Entry entry = entries.get(Matter.of(finding));
      if (entry == null || entry.goneNanos >= clearAfterNanos) {
        news.add(finding);
        entry = new Entry(finding, realtimeNanos);
        entries.put(Matter.of(finding), entry);
      }
      entry.finding = finding;
      entry.lastSeenRealtimeNanos = realtimeNanos;
      entry.goneNanos = 0;
    }
    return news;
  }

  /** Takes all findings that are there now. */
  Changes update(List<Finding> present, long realtimeNanos) {
    reorder = true;
    List<Finding> raised = new ArrayList<>();
    Set<Matter> seen = new HashSet<>();
    for (Finding finding : present) {
      Matter matter = Matter.of(finding);
      seen.add(matter);
      Entry entry = entries.get(matter);
      if (entry == null) {
        entry = new Entry(finding, realtimeNanos);
        entries.put(matter, entry);
        raised.add(finding);
      } else if (finding.severity().compareTo(entry.finding.severity()) > 0) {
        raised.add(finding);
      }
      entry.finding = finding;
      entry.present = true;
      entry.lastSeenRealtimeNanos = realtimeNanos;
      entry.goneNanos = 0;
    }
    entries.forEach((matter, entry) -> entry.present &= seen.contains(matter));
    return new Changes(raised, List.of());
  }

  /**
   * Lets time pass.
   *
   * @param clean whether all evidence is fresh: only then a fault's time of requalification runs
   */
  Changes pass(long nanos, boolean clean, long realtimeNanos) {
    List<Finding> cleared = new ArrayList<>();
    for (Iterator<Entry> each = entries.values().iterator(); each.hasNext(); ) {
      Entry entry = each.next();
      if (entry.present) {
        entry.lastSeenRealtimeNanos = realtimeNanos;
        continue;
      }
      boolean fault = entry.finding.severity() == Severity.CRITICAL;
      entry.goneNanos += fault && !clean ? 0 : nanos;
      if (entry.goneNanos >= keptNanos(entry.finding)) {
        cleared.add(entry.finding);
        each.remove();
        reorder = true;
      }
    }
    return new Changes(List.of(), cleared);
  }

  private long keptNanos(Finding finding) {
    return switch (finding.severity()) {
      case CRITICAL -> requalifyAfterNanos;
      case UNKNOWN, WARNING ->
          finding.code() == FindingCode.ADJUST_CHANGED ? requalifyAfterNanos : clearAfterNanos;
      case INFO -> 0;
    };
  }

  /**
   * The findings that are kept although they are not there now.
   *
   * @param fresh whether all evidence is fresh; if not, a fault of the past is not certain any more
   */
  List<Finding> kept(boolean fresh) {
    List<Finding> kept = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (!entry.present) {
        kept.add(counting(entry.finding, fresh));
      }
    }
    return kept;
  }

  /**
   * The findings that were there at the last look and are not now, and that are kept for a while
   * from this moment on. They count for the verdict at once, as they will for the next one: else a
   * machine would be reliable again for a moment, just when its fault has gone.
   *
   * @param present all findings that are there now
   * @param fresh as for {@link #kept}
   */
  List<Finding> leaving(List<Finding> present, boolean fresh) {
    Set<Matter> seen = new HashSet<>();
    present.forEach(finding -> seen.add(Matter.of(finding)));
    List<Finding> leaving = new ArrayList<>();
    entries.forEach(
        (matter, entry) -> {
          if (entry.present && !seen.contains(matter) && keptNanos(entry.finding) > 0) {
            leaving.add(counting(entry.finding, fresh));
          }
        });
    return leaving;
  }

  /** A finding of the past as it counts now: without fresh evidence a fault is not certain. */
  private static Finding counting(Finding finding, boolean fresh) {
    return fresh || finding.severity() != Severity.CRITICAL
        ? finding
        : new Finding(
            finding.code(),
            Severity.UNKNOWN,
            finding.cpus(),
            finding.quantities(),
            finding.evidence(),
            finding.sentence() + " Whether that is still so is not known: evidence is missing.",
            finding.advice());
  }

  /** Everything that is kept, the gravest first. */
  List<ActiveFinding> active() {
    if (reorder) {
      reorder = false;
      gravestFirst.clear();
      gravestFirst.addAll(entries.values());
      gravestFirst.sort(GRAVEST_ENTRY_FIRST);
    }
    List<ActiveFinding> active = new ArrayList<>(gravestFirst.size());
    for (Entry entry : gravestFirst) {
      active.add(
          new ActiveFinding(entry.finding, entry.raisedRealtimeNanos, entry.lastSeenRealtimeNanos));
    }
    return active;
  }

  /** When the last fault will have been clean for long enough; empty if one is there now. */
  OptionalLong requalifiesAtRealtimeNanos(long realtimeNanos) {
    long left = -1;
    for (Entry entry : entries.values()) {
      if (entry.finding.severity() == Severity.CRITICAL) {
        if (entry.present) {
          return OptionalLong.empty();
        }
        left = Math.max(left, requalifyAfterNanos - entry.goneNanos);
      }
    }
    return left < 0 ? OptionalLong.empty() : OptionalLong.of(realtimeNanos + left);
  }

  /** The CPUs whose counters were proven to be wrong, as long as that is kept. */
  CpuSet faulty() {
    return faulty(OF_COUNTERS);
  }

  /** The CPUs of the faults of some codes that are kept. */
  CpuSet faulty(Set<FindingCode> codes) {
    CpuSet cpus = CpuSet.empty();
    for (Entry entry : entries.values()) {
      if (entry.finding.severity() == Severity.CRITICAL && codes.contains(entry.finding.code())) {
        cpus = cpus.plus(entry.finding.cpus());
      }
    }
    return cpus;
  }

  /** The CPUs of a finding of any severity that is kept. */
  CpuSet cpusOf(FindingCode code) {
    CpuSet cpus = CpuSet.empty();
    for (Entry entry : entries.values()) {
      if (entry.finding.code() == code) {
        cpus = cpus.plus(entry.finding.cpus());
      }
    }
    return cpus;
  }

  /** True if a fault of this code is kept for this CPU. */
  boolean keeps(FindingCode code, int cpu) {
    for (Map.Entry<Matter, Entry> entry : entries.entrySet()) {
      if (entry.getKey().code() == code && entry.getKey().cpus().contains(cpu)) {
        return true;
      }
    }
    return false;
  }
}
