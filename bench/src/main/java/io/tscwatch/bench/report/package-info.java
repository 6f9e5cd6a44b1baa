/**
 * The report: Markdown for people, SVG plots beside it, and one JSON file with everything.
 *
 * <p>Enters: what each experiment tells in a {@link io.tscwatch.bench.report.Section}, with the
 * {@link io.tscwatch.bench.report.Claim}s that its figures meet or miss. Leaves: files in one
 * folder.
 */
package io.tscwatch.bench.report;
