/**
 * Scenarios in YAML: simulated machines that people describe.
 *
 * <p>A file, or the name of a built-in scenario, enters {@link
 * io.tscwatch.daemon.scenario.ScenarioFile}; a {@link io.tscwatch.checks.simulate.Scenario} leaves,
 * or every mistake in the file with its line. What may be written is shown, with comments, by the
 * built-in scenario {@code everything}.
 */
package io.tscwatch.daemon.scenario;
