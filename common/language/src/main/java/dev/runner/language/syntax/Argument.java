package dev.runner.language.syntax;

import dev.runner.language.diagnostic.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the brackets of an operation or a call.
 *
 * @param name of {@code name: value} and of {@code value as name}; null where it has none
 */
public record Argument(SourcePosition at, @Nullable String name, Expression value) {}
