package dev.runner.language;

import org.jspecify.annotations.Nullable;

/**
 * Something to say about a place in a source.
 *
 * @param line the first is 1
 * @param column in characters, the first is 1
 * @param message what is wrong there, and what was expected
 * @param hint what to write instead; null where there is nothing to suggest
 */
public record Diagnostic(
        Severity severity,
        int line,
        int column,
        String message,
        @Nullable String hint) {

    /** Whether the source can run all the same. */
    public enum Severity {
        ERROR,
        WARNING
    }
}
