package dev.runner.language.operator;

import dev.runner.language.value.Row;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The buffered rows, or the accumulators, of one window and one key. */
final class WindowPane {
    /** A row that is buffered until its window fires. */
    record Held(Row row, long at) {}

    final StatefulOperator owner;
    /** The key, as the first row had it and the aggregated row shows it. */
    final @Nullable Object keyValue;
    /** Numbers the panes of one stream in the order in which they were opened. */
    final long number;

    final Accumulator[] accumulators;
    final Deque<Held> rows = new ArrayDeque<>(0);
    long count;
    /** When it fires, in milliseconds since 1970. Only time windows have a deadline. */
    long deadline = PaneTimers.NEVER;
    /** The largest number of streams that one of its rows has passed. */
    int depth;

    WindowPane(StatefulOperator owner, @Nullable Object keyValue, long number, Accumulator[] accumulators) {
        this.owner = owner;
        this.keyValue = keyValue;
        this.number = number;
        this.accumulators = accumulators;
    }
}
