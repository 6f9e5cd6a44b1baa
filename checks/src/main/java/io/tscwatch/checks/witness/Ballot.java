package io.tscwatch.checks.witness;

/**
 * What one witness says of the TSC.
 *
 * @param witness its name
 * @param source what it derives from: ballots of one source count once
 * @param rate by how much the TSC runs fast, the witness's own tolerance included
 */
public record Ballot(String witness, String source, RateInterval rate) {}
