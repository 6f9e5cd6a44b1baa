/**
 * What has to be true of the installed product, machine by machine. Each class is one scenario on a
 * guest that others may use before and after; each test in it is one sentence of the report.
 */
package io.tscwatch.systemtest.scenario;
