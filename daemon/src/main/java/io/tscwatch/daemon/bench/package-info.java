/**
 * The place of {@code tscwatch bench} in the installed program: it says where the laboratory is.
 *
 * <p>Enters: nothing. Leaves: a sentence.
 */
package io.tscwatch.daemon.bench;
