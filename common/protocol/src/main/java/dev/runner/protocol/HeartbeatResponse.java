package dev.runner.protocol;

/** The response to a known worker's heartbeat; an unknown one gets 404 {@code worker_not_found} instead. */
public record HeartbeatResponse(boolean acknowledged) {}
