package dev.runner.language.operator;

import dev.runner.language.expression.CompiledExpression;
import dev.runner.language.value.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stateless transformation of a row. */
@FunctionalInterface
public interface RowTransform {
    /** The transformed row; null if it is dropped. */
    @Nullable Row apply(Row row);

    /** Drops rows for which the condition is not true. */
    static RowTransform where(CompiledExpression condition) {
        return row -> condition.isTrue(row) ? row : null;
    }

    /** Creates a row with these fields; a field without a value is omitted. */
    static RowTransform project(List<String> fields, List<CompiledExpression> expressions) {
        String[] names = fields.toArray(String[]::new);
        CompiledExpression[] exprs = expressions.toArray(CompiledExpression[]::new);
        return row -> {
            @Nullable Object[] values = new @Nullable Object[exprs.length];
            boolean isFull = true;
            for (int i = 0; i < exprs.length; i++) {
                Object value = exprs[i].eval(row);
                values[i] = value;
                isFull &= value != null;
            }
            Row projected = new Row(names, values);
            return isFull ? projected : projected.withoutNulls();
        };
    }

    /** Applies all of them in order. */
    static @Nullable Row applyAll(RowTransform[] steps, Row row) {
        Row current = row;
        for (RowTransform step : steps) {
            Row next = step.apply(current);
            if (next == null) {
                return null;
            }
            current = next;
        }
        return current;
    }
}
