/**
 * Understands what Linux kernels of any age say about the TSC.
 *
 * <p>Lines come in raw, as {@code dmesg}, {@code /dev/kmsg}, {@code journalctl}, syslog, a serial
 * console or somebody's bug report shows them. They leave as {@link
 * io.tscwatch.checks.klog.KernelEvent}s, one for each thing that really happened, and as one {@link
 * io.tscwatch.checks.klog.KernelLogSummary}. The way is: raw line, {@code LogPrefix} (who wrote it,
 * when), {@code MessageTable} (which kernel message it is), {@code Report} (messages of several
 * lines), event.
 *
 * <p>Pure functions and state in memory only: nothing is read from the machine here.
 */
package io.tscwatch.checks.klog;
