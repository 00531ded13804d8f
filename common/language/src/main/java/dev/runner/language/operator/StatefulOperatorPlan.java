package dev.runner.language.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stateful part of a stream, in the order of processing.
 *
 * @param partition null if all rows share one window or aggregation
 * @param beforeWindow the steps between key and window, or between key and aggregates if there is no window
 * @param window null for running aggregates, which give a result for each row
 * @param beforeAggregates the steps after the window
 * @param aggregates empty if a window passes its rows on
 */
public record StatefulOperatorPlan(
        @Nullable PartitionSpec partition,
        List<RowTransform> beforeWindow,
        @Nullable WindowSpec window,
        List<RowTransform> beforeAggregates,
        List<AggregateField> aggregates) {
    public StatefulOperatorPlan {
        beforeWindow = List.copyOf(beforeWindow);
        beforeAggregates = List.copyOf(beforeAggregates);
        aggregates = List.copyOf(aggregates);
        if (window == null && aggregates.isEmpty()) {
            throw new IllegalArgumentException("a stateful operator needs a window or aggregates");
        }
    }

    /** Whether rows must be buffered until the window fires; aggregates of windows that do not overlap need no rows. */
    boolean holdsRows() {
        return window != null && (aggregates.isEmpty() || !window.isTumbling());
    }
}
