/**
 * How fast the interval of the exchange reaches the machine's floor.
 *
 * <p>Enters: runs of the exchange of many lengths, in turns with long ones that show the floor of
 * the moment. Leaves: widths by length, and their ratio to that floor.
 */
package io.tscwatch.bench.width;
