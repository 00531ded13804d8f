package dev.runner.language.expression;

import dev.runner.language.value.Row;
import org.jspecify.annotations.Nullable;

/** A compiled expression. It has no state, and never throws: what cannot be computed is null, which is none. */
@FunctionalInterface
public interface CompiledExpression {
    @Nullable Object eval(Row row);

    /** Whether it is true; false and none are not. */
    default boolean isTrue(Row row) {
        return eval(row) == Boolean.TRUE;
    }

    /** The same for every row. */
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
