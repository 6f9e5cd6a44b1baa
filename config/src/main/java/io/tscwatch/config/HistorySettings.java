package io.tscwatch.config;

import java.nio.file.Path;

/**
 * What is remembered.
 *
 * @param file the SQLite database, absolute
 * @param sampleEveryNanos how often the bounds of every CPU are kept
 * @param maxAgeNanos what is older is dropped
 * @param maxSizeBytes the oldest is dropped when the file would grow beyond this
 */
public record HistorySettings(
    Path file, long sampleEveryNanos, long maxAgeNanos, long maxSizeBytes) {}
