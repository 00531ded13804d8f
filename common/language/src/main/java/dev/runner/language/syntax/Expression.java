package dev.runner.language.syntax;

import java.util.List;

/** An expression as it is written. Chains of operators are flat, so that only brackets make it deep. */
public sealed interface Expression {
    Position at();

    /** A number, text, boolean or duration. */
    record Literal(Position at, Object value) implements Expression {}

    /** A field of the event. */
    record Field(Position at, String name) implements Expression {}

    record Items(Position at, List<Expression> elements) implements Expression {}

    /** {@code not}, so many times. */
    record Not(Position at, int times, Expression operand) implements Expression {}

    /** A minus in front, so many times. */
    record Negative(Position at, int times, Expression operand) implements Expression {}

    /** {@code and} or {@code or} of two or more. */
    record Logical(Position at, boolean isAnd, List<Expression> operands) implements Expression {}

    record Comparison(Position at, String operator, Expression left, Expression right) implements Expression {}

    /** {@code + -}, or {@code * / %}, from left to right; one operator fewer than operands. */
    record Chain(Position at, List<Expression> operands, List<String> operators) implements Expression {}

    /** {@code **} of two or more, from right to left. */
    record Power(Position at, List<Expression> operands) implements Expression {}

    record Member(Position at, Expression of, String name) implements Expression {}

    record At(Position at, Expression of, Expression index) implements Expression {}

    record Call(Position at, Expression callee, List<Argument> arguments) implements Expression {}
}
