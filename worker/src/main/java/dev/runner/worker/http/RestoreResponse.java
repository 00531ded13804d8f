package dev.runner.worker.http;

/** A pipeline remembers what the checkpoint says. */
public record RestoreResponse(boolean restored) {}
