package dev.runner.language.plan;

import dev.runner.language.diagnostic.DiagnosticCollector;
import dev.runner.language.diagnostic.SourcePosition;
import dev.runner.language.expression.CompiledExpression;
import dev.runner.language.expression.ExpressionCompiler;
import dev.runner.language.operator.AggregateField;
import dev.runner.language.operator.AggregateFunction;
import dev.runner.language.syntax.Argument;
import dev.runner.language.syntax.Expression;
import dev.runner.language.syntax.StreamOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code .aggregate(name: f(e), f(e) as name)}. */
final class AggregateReader {
    private final DiagnosticCollector problems;
    private final ExpressionCompiler expressions;
    private final ArgumentReader arguments;

    AggregateReader(DiagnosticCollector problems, ExpressionCompiler expressions, ArgumentReader arguments) {
        this.problems = problems;
        this.expressions = expressions;
        this.arguments = arguments;
    }

    List<AggregateField> read(StreamOperation operation) {
        if (operation.arguments().isEmpty()) {
            problems.error(
                    operation.at(),
                    ".aggregate has no arguments; expected at least one aggregate",
                    "write .aggregate(cnt: count())");
        }
        List<AggregateField> aggregates = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Argument each : arguments.several(operation)) {
            AggregateField aggregate = aggregate(each);
            if (aggregate != null && arguments.isNew(aggregate.name(), names, each.at())) {
                names.add(aggregate.name());
                aggregates.add(aggregate);
            }
        }
        return aggregates;
    }

    private @Nullable AggregateField aggregate(Argument argument) {
        if (!(argument.value() instanceof Expression.Call call)
                || !(call.callee() instanceof Expression.Field function)) {
            problems.error(
                    argument.value().at(),
                    "found something other than an aggregate; expected one of "
                            + ArgumentReader.listed(AggregateFunction.names(), ""),
                    insteadOf(argument.value()));
            return null;
        }
        Optional<AggregateFunction> known = AggregateFunction.named(function.name());
        if (known.isEmpty()) {
            reportUnknown(function);
            return null;
        }
        CompiledExpression value = argument(call, known.get());
        if (argument.name() == null) {
            problems.error(
                    argument.at(),
                    "found an aggregate without a name; expected name: " + function.name() + "(...)",
                    "write cnt: " + function.name() + "(...) or " + function.name() + "(...) as cnt");
            return null;
        }
        return value == null ? null : new AggregateField(argument.name(), known.get(), value);
    }

    private static String insteadOf(Expression value) {
        if (!(value instanceof Expression.Field field)) {
            return "compute with aggregates in .select or .emit, after .aggregate";
        }
        return AggregateFunction.named(field.name()).isPresent()
                ? "write " + field.name() + "(...), with brackets"
                : "write last(" + field.name() + ") for its value in the last event";
    }

    private void reportUnknown(Expression.Field function) {
        String meant = NameSuggestions.nearest(function.name(), AggregateFunction.names());
        problems.error(
                function.at(),
                "there is no aggregate '" + function.name() + "'; expected one of "
                        + ArgumentReader.listed(AggregateFunction.names(), ""),
                meant == null ? null : "did you mean " + meant + "?");
    }

    private @Nullable CompiledExpression argument(Expression.Call call, AggregateFunction function) {
        List<Argument> given = call.arguments();
        if (given.isEmpty() && function == AggregateFunction.COUNT) {
            return new CompiledExpression.Constant(true);
        }
        if (given.size() == 1 && given.get(0).name() == null) {
            return expressions.compile(given.get(0).value());
        }
        SourcePosition at =
                given.isEmpty() ? call.at() : given.get(given.size() - 1).at();
        problems.error(
                at,
                function.text() + " has " + given.size()
                        + " arguments; expected one field or expression, without a name",
                "write " + function.text() + "(value)");
        return null;
    }
}
