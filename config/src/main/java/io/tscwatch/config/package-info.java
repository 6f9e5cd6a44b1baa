/**
 * The settings of tscwatch: immutable records with their defaults.
 *
 * <p>In: YAML text. Out: valid settings, or a list of what is wrong with them and where. May use
 * Jackson, and knows nothing of the other modules.
 */
package io.tscwatch.config;
