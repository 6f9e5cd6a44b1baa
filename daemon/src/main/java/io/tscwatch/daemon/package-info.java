/**
 * The {@code tscwatch} command: it ties settings, checks and the service together.
 *
 * <p>In: the command line. Out: text, JSON or CSV on the standard output, progress and errors on
 * the standard error, and an exit code. The only module that may use all the others.
 */
package io.tscwatch.daemon;
