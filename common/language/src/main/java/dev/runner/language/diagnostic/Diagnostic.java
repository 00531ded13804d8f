package dev.runner.language.diagnostic;

import org.jspecify.annotations.Nullable;

/**
 * An error or a warning about a position in a source.
 *
 * @param line counted from 1
 * @param column counted from 1, in characters (code points)
 * @param message what is wrong, and what was expected
 * @param hint what to write instead; null if there is no suggestion
 */
public record Diagnostic(
        Severity severity,
        int line,
        int column,
        String message,
        @Nullable String hint) {

    /** A source with an error cannot run; one with warnings can. */
    public enum Severity {
        ERROR,
        WARNING
    }
}
