/**
 * The running Linux kernel: what it lets a process read, and what it says about the TSC.
 *
 * <p>Enters: sysfs and procfs text ({@link io.tscwatch.checks.linux.RealFileTree}), registers
 * ({@link io.tscwatch.checks.linux.MsrDevice}), the kernel log ({@link
 * io.tscwatch.checks.linux.KernelLogDevice}), the affinity of the caller ({@link
 * io.tscwatch.checks.linux.Affinity}). These four touch the machine; nothing else here does.
 *
 * <p>Leaves: {@link io.tscwatch.checks.linux.KernelFacts}, made of such text by a pure function,
 * and the findings that concern only these facts.
 */
package io.tscwatch.checks.linux;
