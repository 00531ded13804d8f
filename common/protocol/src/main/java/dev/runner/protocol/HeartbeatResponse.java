package dev.runner.protocol;

/**
 * The response to a known worker's heartbeat; an unknown one gets 404 {@code worker_not_found} instead.
 *
 * @param acknowledged false when it did not count: it showed no token, and the worker itself does not answer
 */
public record HeartbeatResponse(boolean acknowledged) {}
