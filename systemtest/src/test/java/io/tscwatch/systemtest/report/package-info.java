/**
 * What the scenarios showed, as a text: JUnit's events go in, {@code .build/systemtest/report.txt}
 * and standard output get the report.
 */
package io.tscwatch.systemtest.report;
