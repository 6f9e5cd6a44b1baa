/**
 * How single values are written by people: durations with units, sizes, shares, addresses. Text
 * enters, an exact value leaves, or a {@link io.tscwatch.config.format.WrongValueException} that
 * says what is wrong, what is expected and, where it can be guessed, what was meant. Used for
 * configuration files, scenario files and command line options alike. Depends on nothing.
 */
package io.tscwatch.config.format;
