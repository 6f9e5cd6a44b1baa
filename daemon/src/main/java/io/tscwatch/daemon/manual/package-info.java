/**
 * Manual pages and shell completion, made from the same declarations as the command line itself.
 *
 * <p>In: picocli's model of the command. Out: roff text, one page a command, and a script for bash.
 * Runs when a package is built; {@link io.tscwatch.daemon.manual.ManualPages} is the entry.
 */
package io.tscwatch.daemon.manual;
