package io.tscwatch.config;

/**
 * What happens on the machine besides measuring.
 *
 * @param followKernelLog whether /dev/kmsg is followed
 * @param backlog how many recent events are kept in memory, for event streams that reconnect
 */
public record EventSettings(boolean followKernelLog, int backlog) {}
