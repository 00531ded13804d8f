package dev.runner.language.expression;

import dev.runner.language.diagnostic.DiagnosticCollector;
import dev.runner.language.diagnostic.SourcePosition;
import dev.runner.language.syntax.Argument;
import dev.runner.language.syntax.Expression;
import dev.runner.language.value.Arithmetic;
import dev.runner.language.value.Row;
import dev.runner.language.value.ThreeValuedLogic;
import dev.runner.language.value.TimeConversions;
import dev.runner.language.value.Values;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles an expression to closures. Constant parts are evaluated at once. Where the fields of a row are known (after
 * {@code .aggregate} and {@code .select}), the names of fields are checked too.
 */
public final class ExpressionCompiler {
    private static final Row NO_ROW = new Row(new String[0], new Object[0]);
    private static final Set<String> AGGREGATES =
            Set.of("count", "sum", "avg", "min", "max", "stddev", "first", "last", "count_distinct");

    private static final String NO_NULL =
            "there is no null: a comparison with a missing field is never true, so .where drops the event";
    /** Literals of other languages. */
    private static final Map<String, String> CONSTANTS_ELSEWHERE = Map.of(
            "True",
            "write true",
            "TRUE",
            "write true",
            "False",
            "write false",
            "FALSE",
            "write false",
            "null",
            NO_NULL,
            "NULL",
            NO_NULL,
            "None",
            NO_NULL,
            "nil",
            NO_NULL);

    private final DiagnosticCollector problems;
    private final @Nullable Set<String> fields;

    /**
     * Creates a compiler for one position in a stream.
     *
     * @param fields the fields of a row at this position; null if unknown
     */
    public ExpressionCompiler(DiagnosticCollector problems, @Nullable Set<String> fields) {
        this.problems = problems;
        this.fields = fields;
    }

    public CompiledExpression compile(Expression expression) {
        if (expression instanceof Expression.Literal literal) {
            return new CompiledExpression.Constant(literal.value());
        }
        if (expression instanceof Expression.Field field) {
            return field(field);
        }
        if (expression instanceof Expression.Chain chain) {
            return OperatorChains.of(compileAll(chain.operands()), chain.operators());
        }
        if (expression instanceof Expression.Power power) {
            return power(compileAll(power.operands()));
        }
        if (expression instanceof Expression.Comparison comparison) {
            return Comparisons.of(comparison.operator(), compile(comparison.left()), compile(comparison.right()));
        }
        if (expression instanceof Expression.Logical logical) {
            return logical(logical.isAnd(), compileAll(logical.operands()));
        }
        return compileRest(expression);
    }

    private CompiledExpression compileRest(Expression expression) {
        if (expression instanceof Expression.Not not) {
            return not(compile(not.operand()), not.times() % 2 == 1);
        }
        if (expression instanceof Expression.Negative negative) {
            return negative(compile(negative.operand()), negative.times() % 2 == 1);
        }
        if (expression instanceof Expression.Items items) {
            return items(compileAll(items.elements()));
        }
        if (expression instanceof Expression.Member member) {
            CompiledExpression of = compile(member.of());
            return folded(row -> Values.member(of.eval(row), member.name()), of);
        }
        if (expression instanceof Expression.At at) {
            CompiledExpression of = compile(at.of());
            CompiledExpression index = compile(at.index());
            return folded(row -> Values.at(of.eval(row), index.eval(row)), of, index);
        }
        return call((Expression.Call) expression);
    }

    private CompiledExpression[] compileAll(List<Expression> expressions) {
        CompiledExpression[] compiled = new CompiledExpression[expressions.size()];
        for (int i = 0; i < compiled.length; i++) {
            compiled[i] = compile(expressions.get(i));
        }
        return compiled;
    }

    private CompiledExpression field(Expression.Field field) {
        if (fields == null && CONSTANTS_ELSEWHERE.containsKey(field.name())) {
            problems.warning(
                    field.at(),
                    "'" + field.name() + "' is read as the name of a field here",
                    CONSTANTS_ELSEWHERE.get(field.name()));
        }
        if (fields != null && !fields.contains(field.name())) {
            problems.warning(
                    field.at(),
                    "there is no field '" + field.name() + "' here, so it has no value; "
                            + (fields.isEmpty()
                                    ? "there are no fields"
                                    : "the fields are " + String.join(", ", fields)),
                    "after .aggregate and .select there are only the fields that they name");
        }
        return new CompiledExpression.Field(field.name());
    }

    private static CompiledExpression power(CompiledExpression[] operands) {
        return folded(
                row -> {
                    int last = operands.length - 1;
                    Object result = operands[last].eval(row);
                    for (int i = last - 1; i >= 0; i--) {
                        result = Arithmetic.power(operands[i].eval(row), result);
                    }
                    return result;
                },
                operands);
    }

    private static CompiledExpression logical(boolean isAnd, CompiledExpression[] operands) {
        Boolean decided = !isAnd;
        return folded(
                row -> {
                    Boolean result = isAnd;
                    for (CompiledExpression operand : operands) {
                        Boolean truth = ThreeValuedLogic.truth(operand.eval(row));
                        if (decided.equals(truth)) {
                            return decided;
                        }
                        if (truth == null) {
                            result = null;
                        }
                    }
                    return result;
                },
                operands);
    }

    private static CompiledExpression not(CompiledExpression operand, boolean isOdd) {
        return isOdd
                ? folded(row -> ThreeValuedLogic.not(operand.eval(row)), operand)
                : folded(row -> ThreeValuedLogic.truth(operand.eval(row)), operand);
    }

    private static CompiledExpression negative(CompiledExpression operand, boolean isOdd) {
        return isOdd
                ? folded(row -> Arithmetic.negate(operand.eval(row)), operand)
                : folded(row -> Arithmetic.negate(Arithmetic.negate(operand.eval(row))), operand);
    }

    private static CompiledExpression items(CompiledExpression[] elements) {
        return folded(
                row -> {
                    @Nullable Object[] values = new @Nullable Object[elements.length];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = elements[i].eval(row);
                    }
                    return Values.list(values);
                },
                elements);
    }

    private CompiledExpression call(Expression.Call call) {
        String name = call.callee() instanceof Expression.Field field ? field.name() : "";
        if (name.equals("timestamp") || name.equals("duration")) {
            return conversion(name, call.at(), call.arguments());
        }
        call.arguments().forEach(each -> compile(each.value()));
        if (AGGREGATES.contains(name)) {
            problems.error(
                    call.at(),
                    "found " + name + "(...) here; expected it in .aggregate only",
                    "write .aggregate(x: " + name + "(...)), and read x after it");
        } else {
            problems.error(
                    call.at(),
                    "there is no function " + (name.isEmpty() ? "of this kind" : "'" + name + "'")
                            + "; expected timestamp(...) or duration(...)",
                    "functions are not supported yet");
        }
        return new CompiledExpression.Constant(null);
    }

    private CompiledExpression conversion(String name, SourcePosition at, List<Argument> arguments) {
        if (arguments.size() != 1 || arguments.get(0).name() != null) {
            problems.error(
                    at,
                    name + "(...) has " + arguments.size() + " arguments; expected one, without a name",
                    name.equals("duration") ? "write duration(\"5s\")" : "write timestamp(\"2026-01-01T00:00:00Z\")");
            return new CompiledExpression.Constant(null);
        }
        CompiledExpression operand = compile(arguments.get(0).value());
        return name.equals("duration")
                ? folded(row -> TimeConversions.duration(operand.eval(row)), operand)
                : folded(row -> TimeConversions.timestamp(operand.eval(row)), operand);
    }

    static CompiledExpression folded(CompiledExpression expr, CompiledExpression... operands) {
        for (CompiledExpression operand : operands) {
            if (!(operand instanceof CompiledExpression.Constant)) {
                return expr;
            }
        }
        return new CompiledExpression.Constant(expr.eval(NO_ROW));
    }
}
