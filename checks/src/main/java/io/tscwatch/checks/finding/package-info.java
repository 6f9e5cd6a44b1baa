/**
 * What is found: a stable code, a severity, the CPUs, numbers with units, evidence, a sentence and
 * advice. Every package that judges makes findings; this one only says what they are.
 */
package io.tscwatch.checks.finding;
