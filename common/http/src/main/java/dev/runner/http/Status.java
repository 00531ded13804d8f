package dev.runner.http;

/** A state in one word: the answers of {@code /health}, {@code /ready} and of a worker that restarts. */
public record Status(String status) {}
