package dev.runner.language.operator;

import dev.runner.language.expression.CompiledExpression;
import org.jspecify.annotations.Nullable;

/**
 * Windows and aggregates of their own for each value of a key.
 *
 * @param field which the key is, so that aggregated rows have it as well; null where it is something computed
 */
public record PartitionSpec(
        CompiledExpression key, @Nullable String field) {}
