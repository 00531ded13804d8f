package dev.runner.protocol;

/** The coordinator knows the worker; one that it does not know is answered 404 {@code worker_not_found} instead. */
public record HeartbeatResponse(boolean acknowledged) {}
