package dev.runner.language.syntax;

import dev.runner.language.diagnostic.SourcePosition;
import java.util.List;

/** An expression of the syntax tree. Chains of operators are flat, so that only brackets nest. */
public sealed interface Expression {
    SourcePosition at();

    /** A number, text, boolean or duration. */
    record Literal(SourcePosition at, Object value) implements Expression {}

    /** A field of the event. */
    record Field(SourcePosition at, String name) implements Expression {}

    record Items(SourcePosition at, List<Expression> elements) implements Expression {}

    /** One or more {@code not}. */
    record Not(SourcePosition at, int times, Expression operand) implements Expression {}

    /** One or more unary minus signs. */
    record Negative(SourcePosition at, int times, Expression operand) implements Expression {}

    /** {@code and} or {@code or} of two or more operands. */
    record Logical(SourcePosition at, boolean isAnd, List<Expression> operands) implements Expression {}

    record Comparison(SourcePosition at, String operator, Expression left, Expression right) implements Expression {}

    /** {@code + -}, or {@code * / %}, from left to right; one operator fewer than operands. */
    record Chain(SourcePosition at, List<Expression> operands, List<String> operators) implements Expression {}

    /** {@code **} of two or more operands, right-associative. */
    record Power(SourcePosition at, List<Expression> operands) implements Expression {}

    record Member(SourcePosition at, Expression of, String name) implements Expression {}

    record At(SourcePosition at, Expression of, Expression index) implements Expression {}

    record Call(SourcePosition at, Expression callee, List<Argument> arguments) implements Expression {}
}
