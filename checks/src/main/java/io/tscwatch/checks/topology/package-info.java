/**
 * Which CPUs the machine has, where they sit, and which of them are measured.
 *
 * <p>Data enters as the text of sysfs files through {@link io.tscwatch.checks.read.FileTree} and as
 * the affinity that the kernel grants. It leaves as a {@link io.tscwatch.checks.topology.Topology}
 * and a {@link io.tscwatch.checks.topology.CpuChoice}, both facts without judgement. For simulated
 * machines the same text is made from a {@link io.tscwatch.checks.topology.MachineShape}.
 */
package io.tscwatch.checks.topology;
