/**
 * {@code tscwatch config}: the settings seen from the command line. In: a file's name. Out: what is
 * wrong with it, what holds, or the files that tscwatch ships, as text or JSON.
 */
package io.tscwatch.daemon.configuration;
