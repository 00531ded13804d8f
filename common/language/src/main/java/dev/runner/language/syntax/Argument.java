package dev.runner.language.syntax;

import dev.runner.language.diagnostic.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * An argument of an operation or a call.
 *
 * @param name in {@code name: value} and {@code value as name}; null for a positional argument
 */
public record Argument(SourcePosition at, @Nullable String name, Expression value) {}
