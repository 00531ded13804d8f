package dev.runner.language.operator;

import dev.runner.language.expression.CompiledExpression;
import org.jspecify.annotations.Nullable;

/**
 * Separate windows and aggregates for each value of a key.
 *
 * @param field the field that is the key, which aggregated rows then have too; null if the key is computed
 */
public record PartitionSpec(
        CompiledExpression key, @Nullable String field) {}
