/**
 * What the daemon costs, how soon it is ready, and what a program beside it notices of it.
 *
 * <p>Enters: a daemon at its defaults, started by the launcher of the tree on this machine, and a
 * victim loop of the C harness. Leaves: shares, memory, times, and the victim's jitter with the
 * daemon and without, in turns: it is stopped and continued by signals.
 */
package io.tscwatch.bench.service;
