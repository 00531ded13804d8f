package dev.runner.http;

/**
 * The body of every error response.
 *
 * @param error one line for people, with the remedy
 * @param code for programs, e.g. {@code worker_not_found}
 */
public record ErrorBody(String error, String code) {}
