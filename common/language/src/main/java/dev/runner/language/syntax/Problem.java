package dev.runner.language.syntax;

import org.jspecify.annotations.Nullable;

/**
 * Something to say about a place in a source.
 *
 * @param isError whether the source cannot run
 */
public record Problem(
        boolean isError,
        Position at,
        String message,
        @Nullable String hint) {}
