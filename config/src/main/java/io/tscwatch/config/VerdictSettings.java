package io.tscwatch.config;

/**
 * What measurements are judged by.
 *
 * @param maxSkewNanos bounds within plus or minus this are "in sync"
 * @param toleratedWarpNanos a proven warp no larger than this is a warning only
 * @param clearAfterNanos how long a warning or a want of evidence must be gone before it is dropped
 * @param requalifyAfterNanos how long everything must be clean after a proven fault before the
 *     verdict is regained
 * @param staleAfterNanos evidence older than this counts for nothing: the verdict is UNKNOWN
 */
public record VerdictSettings(
    long maxSkewNanos,
    long toleratedWarpNanos,
    long clearAfterNanos,
    long requalifyAfterNanos,
    long staleAfterNanos) {}
