package dev.runner.language.expression;

import static dev.runner.language.expression.ExpressionCompiler.folded;

import dev.runner.language.value.ThreeValuedLogic;
import dev.runner.language.value.Values;
import org.jspecify.annotations.Nullable;

/** Comparisons; the result is none where the values have different types or no order. */
final class Comparisons {
    private Comparisons() {}

    static CompiledExpression of(String operator, CompiledExpression left, CompiledExpression right) {
        CompiledExpression expr = switch (operator) {
            case "==" -> row -> Values.equal(left.eval(row), right.eval(row));
            case "!=" -> row -> ThreeValuedLogic.not(Values.equal(left.eval(row), right.eval(row)));
            case "<" -> row -> isBetween(-1, -1, Values.compare(left.eval(row), right.eval(row)));
            case "<=" -> row -> isBetween(-1, 0, Values.compare(left.eval(row), right.eval(row)));
            case ">" -> row -> isBetween(1, 1, Values.compare(left.eval(row), right.eval(row)));
            case ">=" -> row -> isBetween(0, 1, Values.compare(left.eval(row), right.eval(row)));
            default -> row -> Values.in(left.eval(row), right.eval(row));
        };
        return folded(expr, left, right);
    }

    private static @Nullable Boolean isBetween(int least, int most, int order) {
        return order == Values.UNORDERED ? null : (Boolean) (order >= least && order <= most);
    }
}
