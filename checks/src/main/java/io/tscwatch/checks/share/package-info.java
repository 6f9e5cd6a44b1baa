/**
 * The verdict as other programs on this machine read it: one page of shared memory that the daemon
 * keeps.
 *
 * <p>Enters: the page's bytes. Leaves: a {@link io.tscwatch.checks.share.SharedVerdict}. The layout
 * is that of {@code /usr/include/tscwatch/verdict.h}, which says what each field means.
 */
package io.tscwatch.checks.share;
