package dev.runner.protocol;

/** The response to a successful deletion. */
public record Deleted(boolean deleted) {}
