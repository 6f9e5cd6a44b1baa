package io.tscwatch.checks.linux;

import io.tscwatch.checks.klog.KernelEvent;
import java.util.List;
import java.util.Optional;

/**
 * Whether the sockets of a machine are reset one after the other, so that TSC_ADJUST of the first
 * one may legally be other than 0: {@code tsc_async_resets} of arch/x86/kernel/tsc_sync.c, which
 * only the code for SGI UV sets (arch/x86/kernel/apic/x2apic_uv_x.c).
 */
public final class AsyncResets {

  private static final String LOGGED = "Marking TSC async resets true";

  private AsyncResets() {}

  /** How it is known; empty if it is not known, which is so on all other machines. */
  public static Optional<String> evidence(KernelFacts facts, List<KernelEvent> log) {
    return log.stream()
        .map(KernelEvent::text)
        .filter(text -> text.contains(LOGGED))
        .findFirst()
        .map(text -> "kernel log: \"" + text + '"')
        .or(
            () ->
                facts.sgiUv()
                    ? Optional.of(KernelFacts.SGI_UV_FOLDER + " is there (an SGI UV)")
                    : Optional.empty());
  }
}
