package dev.runner.language.expression;

import static dev.runner.language.expression.ExpressionCompiler.folded;

import dev.runner.language.value.Arithmetic;
import dev.runner.language.value.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chains of left-associative operators, evaluated in a loop: a long chain needs no more stack than a short one. */
final class OperatorChains {
    private interface Operator {
        @Nullable Object apply(@Nullable Object left, @Nullable Object right);
    }

    private OperatorChains() {}

    static CompiledExpression of(CompiledExpression[] operands, List<String> names) {
        if (operands.length == 2) {
            return folded(single(names.get(0), operands[0], operands[1]), operands);
        }
        Operator[] operators = names.stream().map(OperatorChains::operator).toArray(Operator[]::new);
        return folded(row -> eval(operands, operators, row), operands);
    }

    private static @Nullable Object eval(CompiledExpression[] operands, Operator[] operators, Row row) {
        Object result = operands[0].eval(row);
        for (int i = 0; i < operators.length; i++) {
            result = operators[i].apply(result, operands[i + 1].eval(row));
        }
        return result;
    }

    private static Operator operator(String name) {
        return switch (name) {
            case "+" -> Arithmetic::add;
            case "-" -> Arithmetic::subtract;
            case "*" -> Arithmetic::multiply;
            case "/" -> Arithmetic::divide;
            default -> Arithmetic::remainder;
        };
    }

    /** The most frequent case, without an indirection. */
    private static CompiledExpression single(String name, CompiledExpression left, CompiledExpression right) {
        return switch (name) {
            case "+" -> row -> Arithmetic.add(left.eval(row), right.eval(row));
            case "-" -> row -> Arithmetic.subtract(left.eval(row), right.eval(row));
            case "*" -> row -> Arithmetic.multiply(left.eval(row), right.eval(row));
            case "/" -> row -> Arithmetic.divide(left.eval(row), right.eval(row));
            default -> row -> Arithmetic.remainder(left.eval(row), right.eval(row));
        };
    }
}
