package io.tscwatch.daemon.klog;

import io.tscwatch.checks.klog.KernelEvent;
import io.tscwatch.checks.klog.KernelLogSummary;

/** One form of the answer; everything is written at once, so that a live log can be followed. */
interface KlogOutput {

  void event(KernelEvent event);

  void summary(KernelLogSummary summary);
}
