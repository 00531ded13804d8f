package dev.runner.language.expression;

import dev.runner.language.value.Row;
import org.jspecify.annotations.Nullable;

/** A compiled expression. Stateless, and never throws: the result of what cannot be computed is null ("none"). */
@FunctionalInterface
public interface CompiledExpression {
    @Nullable Object eval(Row row);

    /** Whether the value is true: not false and not none. */
    default boolean isTrue(Row row) {
        return eval(row) == Boolean.TRUE;
    }

    /** A constant. */
    record Constant(@Nullable Object value) implements CompiledExpression {
        @Override
        public @Nullable Object eval(Row row) {
            return value;
        }
    }

    /** A field of the row. */
    record Field(String name) implements CompiledExpression {
        @Override
        public @Nullable Object eval(Row row) {
            return row.get(name);
        }
    }
}
