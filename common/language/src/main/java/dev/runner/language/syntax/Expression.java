package dev.runner.language.syntax;

import dev.runner.language.diagnostic.SourcePosition;
import java.util.List;

/** An expression as it is written. Chains of operators are flat, so that only brackets make it deep. */
public sealed interface Expression {
    SourcePosition at();

    /** A number, text, boolean or duration. */
    record Literal(SourcePosition at, Object value) implements Expression {}

    /** A field of the event. */
    record Field(SourcePosition at, String name) implements Expression {}

    record Items(SourcePosition at, List<Expression> elements) implements Expression {}

    /** {@code not}, so many times. */
    record Not(SourcePosition at, int times, Expression operand) implements Expression {}

    /** A minus in front, so many times. */
    record Negative(SourcePosition at, int times, Expression operand) implements Expression {}

    /** {@code and} or {@code or} of two or more. */
    record Logical(SourcePosition at, boolean isAnd, List<Expression> operands) implements Expression {}

    record Comparison(SourcePosition at, String operator, Expression left, Expression right) implements Expression {}

    /** {@code + -}, or {@code * / %}, from left to right; one operator fewer than operands. */
    record Chain(SourcePosition at, List<Expression> operands, List<String> operators) implements Expression {}

    /** {@code **} of two or more, from right to left. */
    record Power(SourcePosition at, List<Expression> operands) implements Expression {}

    record Member(SourcePosition at, Expression of, String name) implements Expression {}

    record At(SourcePosition at, Expression of, Expression index) implements Expression {}

    record Call(SourcePosition at, Expression callee, List<Argument> arguments) implements Expression {}
}
