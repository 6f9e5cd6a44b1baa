/**
 * All that a machine says of itself, read at one time. Data enters from a Machine, leaves as Facts.
 */
package io.tscwatch.checks.facts;
