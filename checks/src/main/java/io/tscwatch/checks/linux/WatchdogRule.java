package io.tscwatch.checks.linux;

import java.util.Optional;

/**
 * Whether the kernel's clocksource watchdog checks the TSC, as the kernel itself decides it in
 * check_system_tsc_reliable() and tsc_setup(), arch/x86/kernel/tsc.c:
 *
 * <pre>if (boot_cpu_has(X86_FEATURE_CONSTANT_TSC) &amp;&amp;
 *     boot_cpu_has(X86_FEATURE_NONSTOP_TSC) &amp;&amp;
 *     boot_cpu_has(X86_FEATURE_TSC_ADJUST) &amp;&amp;
 *     topology_max_packages() &lt;= 4)
 *         tsc_disable_clocksource_watchdog();</pre>
 *
 * The last condition was {@code nr_online_nodes <= 2} from 5.16 on, {@code nr_online_nodes <= 4}
 * from 6.6 on, and is as above from 6.11 on; before 5.16 there was no such rule.
 */
public final class WatchdogRule {

  /** What follows from the rule. */
  public enum State {
    /** The watchdog compares the TSC with another clock, if it has one. */
    ON,
    /** Off by a boot parameter, or by a reliable TSC of the platform. */
    OFF_BY_ORDER,
    /** Off by the kernel's own rule. */
    OFF_BY_RULE,
    /** A fact is missing, or the kernel is old enough that only a back-port has the rule. */
    UNKNOWN
  }

  /**
   * The state with its reason.
   *
   * @param state whether the watchdog checks the TSC
   * @param because the facts that it follows from, in a few words
   */
  public record Answer(State state, String because) {}

  private WatchdogRule() {}

  /**
   * Applies the rule.
   *
   * @param packages how many packages (sockets) are possible
   * @param onlineNodes how many NUMA nodes with memory are online
   */
  public static Answer apply(KernelFacts facts, int packages, int onlineNodes) {
    boolean rewritten = facts.version().map(version -> version.atLeast(7, 0)).orElse(true);
    if (rewritten && facts.bootedWithTsc("watchdog")) {
      // First "use the TSC as the watchdog of others", since the rewrite "watch the TSC always".
      return new Answer(State.UNKNOWN, "tsc=watchdog means different things to different kernels");
    }
    for (String order : new String[] {"reliable", "nowatchdog"}) {
      if (facts.bootedWithTsc(order)) {
        return new Answer(State.OFF_BY_ORDER, "boot parameter tsc=" + order);
      }
    }
    Optional<CpuFlags> read = facts.cpuFlags().toOptional();
    if (read.isEmpty() || facts.bootParameters().toOptional().isEmpty()) {
      return new Answer(State.UNKNOWN, "the CPU flags or the boot parameters could not be read");
    }
    CpuFlags flags = read.get();
    if (flags.has("tsc_reliable")) {
      return new Answer(State.OFF_BY_ORDER, "the platform declares the TSC reliable");
    }
    for (String needed : new String[] {"constant_tsc", "nonstop_tsc", "tsc_adjust"}) {
      if (!flags.has(needed)) {
        return new Answer(State.ON, "the CPU does not have " + needed);
      }
    }
    return bySize(facts.version(), packages, onlineNodes);
  }

  private static Answer bySize(Optional<KernelVersion> version, int packages, int onlineNodes) {
    if (version.isEmpty()) {
      return new Answer(State.UNKNOWN, "the kernel's version is not known");
    }
    String size = packages + " package(s), " + onlineNodes + " node(s), kernel " + version.get();
    boolean off;
    if (version.get().atLeast(6, 11)) {
      off = packages <= 4;
    } else if (version.get().atLeast(6, 6)) {
      off = onlineNodes <= 4;
    } else {
      off = version.get().atLeast(5, 16) && onlineNodes <= 2;
      if (!off && (packages <= 4 || onlineNodes <= 4)) {
        return new Answer(State.UNKNOWN, size + ": only a back-ported rule would turn it off");
      }
    }
    String because = "constant_tsc, nonstop_tsc, tsc_adjust, " + size;
    return new Answer(off ? State.OFF_BY_RULE : State.ON, because);
  }
}
