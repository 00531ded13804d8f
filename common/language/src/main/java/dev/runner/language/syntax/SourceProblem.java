package dev.runner.language.syntax;

import org.jspecify.annotations.Nullable;

/**
 * Something to say about a place in a source.
 *
 * @param isError whether the source cannot run
 */
public record SourceProblem(
        boolean isError,
        SourcePosition at,
        String message,
        @Nullable String hint) {}
