/**
 * A machine that does not exist: N CPUs with counters, delays, faults and scripted events on a
 * virtual clock.
 *
 * <p>Data enters as a {@link io.tscwatch.checks.simulate.Scenario} and leaves through {@link
 * io.tscwatch.checks.simulate.SimulatedMachine}, which answers every question that the real machine
 * answers, in the same raw form; whatever judges the one judges the other without knowing. What was
 * really so, which only a simulation can know, is asked of {@link
 * io.tscwatch.checks.simulate.Truth}.
 *
 * <p>How it is made: the scenario's events are compiled once into a storyline, a sorted list of
 * immutable machine states; every answer is a function of the scenario and the virtual time alone.
 * So a run is reproducible from its seed, and time may pass a million times faster than it does.
 */
package io.tscwatch.checks.simulate;
