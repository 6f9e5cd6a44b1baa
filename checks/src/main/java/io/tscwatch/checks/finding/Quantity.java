package io.tscwatch.checks.finding;

/**
 * A number with its unit.
 *
 * @param name lower camel case without the unit, such as {@code offsetLower}
 */
public record Quantity(String name, long value, Unit unit) {}
