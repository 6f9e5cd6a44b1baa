/**
 * {@code tscwatch klog}: what the kernel log of any machine says about its TSC.
 *
 * <p>In: a file or the standard input, in whatever form a log was saved; entries of the journal's
 * JSON are turned into messages here. Out: events and one summary, as text or JSON lines. The
 * understanding is {@code io.tscwatch.checks.klog}'s.
 */
package io.tscwatch.daemon.klog;
