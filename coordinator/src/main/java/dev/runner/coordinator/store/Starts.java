package dev.runner.coordinator.store;

/** How many times the coordinator has started. */
public record Starts(Long starts) {}
