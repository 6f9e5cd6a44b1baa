/**
 * How small a rate is certified after how long.
 *
 * <p>Enters: exchanges of the real machine, once a second, and intervals drawn from real ones for
 * the times that nobody waits for. Leaves: the largest |rate| that the two-hulls method has not
 * ruled out, by time.
 */
package io.tscwatch.bench.rate;
