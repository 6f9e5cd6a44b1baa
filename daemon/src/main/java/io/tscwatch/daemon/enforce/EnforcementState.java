package io.tscwatch.daemon.enforce;

import io.tscwatch.checks.enforce.Decision;
import io.tscwatch.checks.enforce.Memory;
import io.tscwatch.checks.enforce.Policy;
import java.util.Optional;

/**
 * Where enforcement stands, to be shown. Immutable.
 *
 * @param policy what is allowed
 * @param decision the latest; empty before the first
 * @param memory what is remembered of earlier switches
 * @param problem what went wrong with the latest write; empty if nothing
 */
public record EnforcementState(
    Policy policy, Optional<Decision> decision, Memory memory, Optional<String> problem) {}
