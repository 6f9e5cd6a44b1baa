/**
 * What the daemon knows, in a terminal: {@code tscwatch watch} as it changes, {@code tscwatch
 * matrix} pair by pair.
 *
 * <p>The daemon's answers come in over HTTP; lines go out. Plain escape sequences do: a screen that
 * is drawn anew each time needs no library that knows terminals, and no key is read, so that the
 * terminal's own settings stay as they are.
 */
package io.tscwatch.daemon.live;
