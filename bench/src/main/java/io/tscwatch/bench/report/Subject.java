package io.tscwatch.bench.report;

/**
 * What was measured on, and by what. Nothing in it tells whose machine it is.
 *
 * @param cpu the model, as the CPU names itself
 * @param cpus how many CPUs this process may use
 * @param hypervisor its name; empty on bare metal
 * @param kernel its version
 * @param clocksource the current one
 * @param tscHertz the frequency of the counter
 * @param tscStepCycles the step in which the counter moves
 * @param java the version of the JVM that ran the laboratory
 * @param tscwatch the version of this program
 * @param date the day, UTC
 * @param load how many threads wanted a CPU in the minute before: the load average
 * @param effort 1 for the full number of runs, 20 for a twentieth
 * @param seed of the order of runs, and of what is simulated
 */
public record Subject(
    String cpu,
    int cpus,
    String hypervisor,
    String kernel,
    String clocksource,
    long tscHertz,
    long tscStepCycles,
    String java,
    String tscwatch,
    String date,
    String load,
    int effort,
    long seed) {}
