package dev.runner.language.operator;

import dev.runner.language.value.Row;
import org.jspecify.annotations.Nullable;

/** A running stream. */
final class RunningStream {
    private final StreamPlan plan;
    private final StreamGraph network;
    private final RowTransform[] before;
    private final RowTransform[] after;
    private final @Nullable StatefulOperator memory;

    RunningStream(
            StreamPlan plan, int ordinal, StreamGraph network, PaneTimers timers, WorkBudget work, StateSize size) {
        this.plan = plan;
        this.network = network;
        before = plan.before().toArray(RowTransform[]::new);
        after = plan.after().toArray(RowTransform[]::new);
        StatefulOperatorPlan toRemember = plan.memory();
        memory = toRemember == null ? null : new StatefulOperator(toRemember, ordinal, this, timers, work, size);
    }

    String name() {
        return plan.name();
    }

    @Nullable StatefulOperator memory() {
        return memory;
    }

    void accept(Row row, long now, int depth) {
        Row entering = RowTransform.applyAll(before, row);
        if (entering == null) {
            return;
        }
        if (memory == null) {
            finish(entering, now, depth);
        } else {
            memory.accept(entering, now, depth);
        }
    }

    /** Applies the steps after windows and aggregates. */
    void finish(Row row, long now, int depth) {
        Row result = RowTransform.applyAll(after, row);
        if (result != null) {
            network.publish(plan, result, now, depth);
        }
    }
}
