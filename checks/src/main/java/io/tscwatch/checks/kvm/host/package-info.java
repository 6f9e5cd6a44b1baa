/**
 * What a KVM host grants to the guests that it would start now, judged.
 *
 * <p>Enters: {@link io.tscwatch.checks.kvm.host.HostReading}, the raw answers of a machine of one
 * page. Leaves: {@link io.tscwatch.checks.kvm.host.HostJudgement} and its findings, by pure
 * functions.
 */
package io.tscwatch.checks.kvm.host;
