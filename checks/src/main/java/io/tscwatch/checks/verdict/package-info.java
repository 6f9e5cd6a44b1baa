/**
 * Judging: facts and measurement enter, findings and a verdict leave. Pure functions; nothing here
 * reads a machine.
 */
package io.tscwatch.checks.verdict;
