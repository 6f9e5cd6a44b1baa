/**
 * Measuring the chosen CPUs: trial, sweeps, retries. Data enters as options and a Machine, leaves
 * as a Measurement, raw.
 */
package io.tscwatch.checks.measure;
