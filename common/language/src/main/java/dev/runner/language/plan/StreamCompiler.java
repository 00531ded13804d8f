package dev.runner.language.plan;

import dev.runner.language.diagnostic.DiagnosticCollector;
import dev.runner.language.expression.CompiledExpression;
import dev.runner.language.expression.ExpressionCompiler;
import dev.runner.language.operator.AggregateField;
import dev.runner.language.operator.PartitionSpec;
import dev.runner.language.operator.RowTransform;
import dev.runner.language.operator.StatefulOperatorPlan;
import dev.runner.language.operator.StreamPlan;
import dev.runner.language.operator.WindowSpec;
import dev.runner.language.syntax.Argument;
import dev.runner.language.syntax.Expression;
import dev.runner.language.syntax.StreamDeclaration;
import dev.runner.language.syntax.StreamOperation;
import dev.runner.language.value.Row;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles one stream. Its operations may come in any order that makes sense: transformations, a key and a window,
 * transformations, aggregates, transformations, emit.
 */
final class StreamCompiler {
    private static final int MAX_OPERATIONS = 64;

    private final StreamDeclaration stream;
    private final DiagnosticCollector problems;
    private final ArgumentReader arguments;

    private final List<RowTransform> before = new ArrayList<>();
    private final List<RowTransform> beforeWindow = new ArrayList<>();
    private final List<RowTransform> beforeAggregates = new ArrayList<>();
    private final List<RowTransform> after = new ArrayList<>();
    private List<RowTransform> steps = before;

    private @Nullable StreamOperation windowAt;
    private @Nullable WindowSpec window;
    private @Nullable StreamOperation partitionAt;
    private @Nullable PartitionSpec partition;
    private @Nullable StreamOperation aggregateAt;
    private List<AggregateField> aggregates = List.of();
    private @Nullable StreamOperation emitAt;
    private boolean hasSelectBehindWindow;
    /** The fields of a row at this point, where they are known. */
    private @Nullable Set<String> fields;

    StreamCompiler(StreamDeclaration stream, DiagnosticCollector problems) {
        this.stream = stream;
        this.problems = problems;
        arguments = new ArgumentReader(problems);
    }

    StreamPlan compile() {
        List<StreamOperation> operations = stream.operations();
        if (operations.size() > MAX_OPERATIONS) {
            problems.error(
                    operations.get(MAX_OPERATIONS).at(),
                    "found " + operations.size() + " operations; expected at most " + MAX_OPERATIONS,
                    "let a second stream read this one");
        } else {
            operations.forEach(this::add);
        }
        return new StreamPlan(stream.name(), stream.source(), before, memory(), after, emitAt != null);
    }

    private @Nullable StatefulOperatorPlan memory() {
        if (window == null && aggregates.isEmpty()) {
            if (partitionAt != null && windowAt == null && aggregateAt == null) {
                problems.warning(
                        partitionAt.at(),
                        ".partition_by has no effect; expected a .window or an .aggregate in the same stream",
                        "the partition key of the deploy request distributes events to replicas");
                before.addAll(beforeWindow);
            }
            return null;
        }
        return new StatefulOperatorPlan(partition, beforeWindow, window, beforeAggregates, aggregates);
    }

    private void add(StreamOperation operation) {
        if (emitAt != null && OperationNames.contains(operation.name())) {
            problems.error(
                    operation.at(),
                    "found ." + operation.name() + " after .emit; expected .emit to be the last operation",
                    "put ." + operation.name() + " before .emit, or let a second stream read this one");
            return;
        }
        switch (operation.name()) {
            case "where" -> steps.add(RowTransform.where(condition(operation)));
            case "having" -> addHaving(operation);
            case "window" -> addWindow(operation);
            case "partition_by" -> addPartition(operation);
            case "aggregate" -> addAggregates(operation);
            case "select" -> addSelect(operation);
            case "emit" -> addEmit(operation);
            default -> OperationNames.reportUnknown(operation, problems);
        }
    }

    private ExpressionCompiler expressions() {
        return new ExpressionCompiler(problems, fields);
    }

    private CompiledExpression condition(StreamOperation operation) {
        Argument argument = arguments.single(operation, "a condition, such as value > 100");
        if (argument == null) {
            return new CompiledExpression.Constant(true);
        }
        CompiledExpression condition = expressions().compile(argument.value());
        if (condition instanceof CompiledExpression.Constant constant && !Boolean.TRUE.equals(constant.value())) {
            problems.warning(
                    argument.at(),
                    "this condition is never true, so no event passes it",
                    constant.value() instanceof String ? "write the condition without quotes" : null);
        }
        return condition;
    }

    private void addHaving(StreamOperation operation) {
        if (aggregateAt == null) {
            problems.error(
                    operation.at(),
                    "found .having without an .aggregate before it; expected .aggregate first",
                    stream.operations().stream().anyMatch(each -> each.name().equals("aggregate"))
                            ? "put .having after .aggregate"
                            : "write .where to filter single events");
        }
        steps.add(RowTransform.where(condition(operation)));
    }

    private void addWindow(StreamOperation operation) {
        if (!isPlaced(operation, windowAt)) {
            return;
        }
        windowAt = operation;
        window = new WindowReader(problems).read(operation);
        steps = beforeAggregates;
    }

    private void addPartition(StreamOperation operation) {
        if (!isPlaced(operation, partitionAt)) {
            return;
        }
        if (hasSelectBehindWindow) {
            problems.error(
                    operation.at(),
                    "found .partition_by after .window and .select; expected it directly after .window",
                    "put it before .window");
        }
        partitionAt = operation;
        Argument argument = arguments.single(operation, "a field or an expression");
        if (argument != null) {
            String field = argument.value() instanceof Expression.Field plain ? plain.name() : null;
            partition = new PartitionSpec(expressions().compile(argument.value()), field);
        }
        if (windowAt == null) {
            steps = beforeWindow;
        }
    }

    /** Whether the operation is the first of its kind and comes before the aggregates; if not, reports an error. */
    private boolean isPlaced(StreamOperation operation, @Nullable StreamOperation first) {
        String again =
                "let a second stream read this one: stream Next = " + stream.name() + " ." + operation.name() + "(...)";
        if (first != null) {
            problems.error(
                    operation.at(),
                    "found a second ." + operation.name() + "; expected at most one in a stream",
                    again);
            return false;
        }
        if (aggregateAt != null && !operation.name().equals("aggregate")) {
            problems.error(
                    operation.at(), "found ." + operation.name() + " after .aggregate; expected it before", again);
            return false;
        }
        return true;
    }

    private void addAggregates(StreamOperation operation) {
        if (!isPlaced(operation, aggregateAt)) {
            return;
        }
        aggregateAt = operation;
        aggregates = new AggregateReader(problems, expressions(), arguments).read(operation);
        fields = new LinkedHashSet<>();
        if (partition != null && partition.field() != null) {
            fields.add(partition.field());
        }
        for (AggregateField each : aggregates) {
            fields.add(each.name());
        }
        steps = after;
    }

    private void addSelect(StreamOperation operation) {
        if (operation.arguments().isEmpty()) {
            problems.error(
                    operation.at(),
                    ".select has no arguments; expected at least one field",
                    "write .select(a, b: a * 2)");
        }
        hasSelectBehindWindow |= windowAt != null;
        project(operation);
    }

    private void addEmit(StreamOperation operation) {
        emitAt = operation;
        if (operation.arguments().isEmpty()) {
            after.add(Row::withoutNulls);
        } else {
            steps = windowOrAggregate() ? after : steps;
            project(operation);
        }
    }

    private boolean windowOrAggregate() {
        return windowAt != null || aggregateAt != null;
    }

    private void project(StreamOperation operation) {
        ProjectionReader.Projection projection =
                new ProjectionReader(problems, expressions(), arguments).read(operation);
        steps.add(projection.step());
        fields = new LinkedHashSet<>(projection.fields());
    }
}
