package dev.runner.language.operator;

import dev.runner.language.value.Row;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The rows of one window and one key, or what their aggregates remember of them. */
final class WindowPane {
    /** A row that waits for its window. */
    record Held(Row row, long at) {}

    final StatefulOperator owner;
    /** What the key was when this began, as the aggregated row shows it. */
    final @Nullable Object keyValue;
    /** In the order in which the panes of one memory began. */
    final long number;

    final Accumulator[] accumulators;
    final Deque<Held> rows = new ArrayDeque<>(0);
    long count;
    /** When it fires, in milliseconds since 1970; it has one in time windows only. */
    long deadline = PaneTimers.NEVER;
    /** Of its rows, through how many streams the one has come that went through most. */
    int depth;

    WindowPane(StatefulOperator owner, @Nullable Object keyValue, long number, Accumulator[] accumulators) {
        this.owner = owner;
        this.keyValue = keyValue;
        this.number = number;
        this.accumulators = accumulators;
    }
}
