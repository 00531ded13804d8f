package dev.runner.language.operator;

import dev.runner.language.expression.Expr;

/**
 * A field of an aggregated row.
 *
 * @param argument what is aggregated
 */
public record Aggregate(String name, AggregateFunction function, Expr argument) {}
