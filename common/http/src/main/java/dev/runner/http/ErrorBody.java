package dev.runner.http;

/**
 * Every answer that is not a success.
 *
 * @param error one line for people, which names the remedy
 * @param code for programs, e.g. {@code worker_not_found}
 */
public record ErrorBody(String error, String code) {}
