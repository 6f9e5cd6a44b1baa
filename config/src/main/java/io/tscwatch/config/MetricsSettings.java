package io.tscwatch.config;

import java.net.URI;
import java.util.Optional;

/**
 * Metrics beyond the scrape endpoint, which is part of {@link HttpSettings}.
 *
 * @param otlpEndpoint where metrics are pushed by OTLP over HTTP; empty for nowhere
 * @param otlpEveryNanos how often
 */
public record MetricsSettings(Optional<URI> otlpEndpoint, long otlpEveryNanos) {}
