/**
 * Line charts as SVG, drawn by nothing but this package: one file, no script, no font and nothing
 * fetched, in the reader's light or dark colours.
 *
 * <p>Enters: a {@link io.tscwatch.bench.plot.Chart}, which says what is shown. Leaves: the text of
 * an SVG document. Pure.
 */
package io.tscwatch.bench.plot;
