package dev.runner.http;

import dev.runner.http.json.JsonRecords;

/**
 * The body of every error response.
 *
 * @param error one line for people, with the remedy
 * @param code for programs, e.g. {@code worker_not_found}
 */
public record ErrorBody(String error, String code) {
    public ErrorBody {
        JsonRecords.require("error", error);
        JsonRecords.require("code", code);
    }
}
