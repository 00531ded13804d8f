package dev.runner.language.plan;

import dev.runner.language.diagnostic.DiagnosticCollector;
import dev.runner.language.expression.CompiledExpression;
import dev.runner.language.expression.ExpressionCompiler;
import dev.runner.language.operator.RowTransform;
import dev.runner.language.syntax.Argument;
import dev.runner.language.syntax.Expression;
import dev.runner.language.syntax.StreamOperation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code .select(a, b: e)} and {@code .emit(a, b: e)}. */
final class ProjectionReader {

    /**
     * A compiled projection.
     *
     * @param fields the fields of a row after it
     */
    record Projection(RowTransform step, List<String> fields) {}

    private final DiagnosticCollector problems;
    private final ExpressionCompiler expressions;
    private final ArgumentReader arguments;

    ProjectionReader(DiagnosticCollector problems, ExpressionCompiler expressions, ArgumentReader arguments) {
        this.problems = problems;
        this.expressions = expressions;
        this.arguments = arguments;
    }

    Projection read(StreamOperation operation) {
        List<String> names = new ArrayList<>();
        List<CompiledExpression> exprs = new ArrayList<>();
        for (Argument each : arguments.several(operation)) {
            String name = name(each);
            CompiledExpression expr = expressions.compile(each.value());
            if (name == null) {
                problems.error(
                        each.at(),
                        "found a value without a name in ." + operation.name() + "; expected name: value",
                        "write ." + operation.name() + "(x: ...), with a name of your choice");
            } else if (arguments.isNew(name, names, each.at())) {
                names.add(name);
                exprs.add(expr);
            }
        }
        return new Projection(RowTransform.project(names, exprs), names);
    }

    private static @Nullable String name(Argument argument) {
        if (argument.name() != null) {
            return argument.name();
        }
        return argument.value() instanceof Expression.Field field ? field.name() : null;
    }
}
