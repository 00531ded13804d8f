package dev.runner.http;

/** A status in one word: the response of {@code /health}, {@code /ready} and {@code /restart}. */
public record Status(String status) {}
