package dev.runner.language.operator;

import dev.runner.language.value.Row;
import dev.runner.language.value.ValueSize;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The buffered rows, or the accumulators, of one window and one key. */
final class WindowPane {
    /** A row that is buffered until its window fires. */
    record Held(Row row, long at, int bytes) {

        static Held of(Row row, long at) {
            return new Held(row, at, (int) Math.min(Integer.MAX_VALUE, ValueSize.of(row)));
        }

        /** Approximate number of its objects. */
        int objects() {
            return 3 + 2 * row.size();
        }
    }

    /** Bytes of a pane's own figures in a checkpoint. */
    static final int BYTES = 96;

    /** Approximate number of its own objects. */
    static final int OBJECTS = 6;

    final StatefulOperator owner;
    /** The key, as the first row had it and the aggregated row shows it. */
    final @Nullable Object keyValue;
    /** Numbers the panes of one stream in the order in which they were opened. */
    final long number;

    final Accumulator[] accumulators;
    final Deque<Held> rows = new ArrayDeque<>(0);
    long count;
    /** Of its rows, in a checkpoint. */
    long rowBytes;

    long rowObjects;
    /** Of its key and its own figures. */
    long keyBytes;
    /** Of its key and its accumulators, when they were last counted. */
    long countedBytes;

    long countedObjects;
    boolean closed;
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

    static long sizeOfNew(@Nullable Object keyValue) {
        return BYTES + ValueSize.of(keyValue);
    }
}
