/**
 * JMH on the Java that runs often: closure, hulls, judgement, status writer.
 *
 * <p>Enters: simulated machines. Leaves: microseconds an operation, as JMH measures them in
 * processes of their own with the JVM settings of the launcher.
 */
package io.tscwatch.bench.micro;
