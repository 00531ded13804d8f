package dev.runner.language.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a stream that remembers rows, in the order in which it is gone through.
 *
 * @param partition null for one window, or one aggregation, of all rows
 * @param beforeWindow the steps between key and window; without a window, those between key and aggregates
 * @param window null for aggregates that run on for ever, with a result for each row
 * @param beforeAggregates the steps behind the window
 * @param aggregates none, where a window passes its rows on
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
            throw new IllegalArgumentException("there is nothing to remember");
        }
    }

    /** Whether rows must be kept until the window fires: aggregates of windows that do not overlap go without. */
    boolean holdsRows() {
        return window != null && (aggregates.isEmpty() || !window.isTumbling());
    }
}
