package dev.runner.protocol;

/** What was named is no longer there. */
public record Deleted(boolean deleted) {}
