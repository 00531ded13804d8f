package dev.runner.language.operator;

import dev.runner.language.expression.CompiledExpression;

/**
 * A field of an aggregated row.
 *
 * @param argument the expression whose values are aggregated
 */
public record AggregateField(String name, AggregateFunction function, CompiledExpression argument) {}
