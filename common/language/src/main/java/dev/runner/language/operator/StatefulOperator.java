package dev.runner.language.operator;

import dev.runner.language.value.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The windows and aggregates of one stream. A pane that fires is closed, or prepared for its next rows, before its
 * result is passed on: where streams read each other in a cycle, the result can come back as a row.
 */
final class StatefulOperator {
    private final StatefulOperatorPlan plan;
    private final @Nullable WindowSpec window;
    private final int ordinal;
    private final RunningStream stream;
    private final PaneTimers timers;
    private final WorkBudget work;
    private final StateSize size;
    private final RowTransform[] beforeWindow;
    private final RowTransform[] beforeAggregates;
    private final RowAggregator aggregation;
    final WindowPaneStore panes;
    long opened;

    StatefulOperator(
            StatefulOperatorPlan plan,
            int ordinal,
            RunningStream stream,
            PaneTimers timers,
            WorkBudget work,
            StateSize size) {
        this.plan = plan;
        this.window = plan.window();
        this.ordinal = ordinal;
        this.stream = stream;
        this.timers = timers;
        this.work = work;
        this.size = size;
        beforeWindow = plan.beforeWindow().toArray(RowTransform[]::new);
        beforeAggregates = plan.beforeAggregates().toArray(RowTransform[]::new);
        aggregation = new RowAggregator(plan);
        panes = new WindowPaneStore(timers, work, size);
    }

    int ordinal() {
        return ordinal;
    }

    StatefulOperatorPlan plan() {
        return plan;
    }

    void accept(Row row, long now, int depth) {
        PartitionSpec partition = plan.partition();
        Object key = partition == null ? null : partition.key().eval(row);
        Row entering = RowTransform.applyAll(beforeWindow, row);
        if (entering == null) {
            return;
        }
        if (window == null) {
            WindowPane pane = pane(key, now);
            if (pane == null) {
                return;
            }
            aggregate(pane, entering);
            stream.finish(aggregation.result(pane.keyValue, pane.accumulators), now, depth);
        } else if (window.isTime()) {
            acceptInTime(key, entering, now, depth);
        } else {
            acceptCounted(window, key, entering, now, depth);
        }
    }

    private void aggregate(WindowPane pane, Row row) {
        work.forget(aggregation.add(pane.accumulators, row, size));
        panes.recount(pane);
    }

    /** The pane of a key, which may be new; null where the state has no room for one. */
    private @Nullable WindowPane pane(@Nullable Object key, long now) {
        WindowPane pane = panes.get(key);
        if (pane == null) {
            if (!size.hasRoomFor(WindowPane.sizeOfNew(key))) {
                work.forget(1);
                return null;
            }
            pane = newPane(key, opened++);
            panes.add(pane);
            if (window != null && window.isTime()) {
                timers.start(pane, now + window.slide());
            }
        }
        return pane;
    }

    WindowPane newPane(@Nullable Object key, long number) {
        return new WindowPane(this, key, number, plan.holdsRows() ? new Accumulator[0] : aggregation.start());
    }

    private void acceptInTime(@Nullable Object key, Row row, long now, int depth) {
        WindowPane open = panes.get(key);
        while (open != null && open.deadline <= now) {
            fire(open);
            open = panes.get(key);
        }
        WindowPane pane = pane(key, now);
        if (pane != null) {
            take(pane, row, now, depth);
        }
    }

    private void acceptCounted(WindowSpec spec, @Nullable Object key, Row row, long now, int depth) {
        WindowPane pane = pane(key, now);
        if (pane == null) {
            return;
        }
        take(pane, row, now, depth);
        if (pane.rows.size() > spec.size()) {
            panes.dropFirst(pane);
        }
        if (pane.count >= spec.size() && (pane.count - spec.size()) % spec.slide() == 0) {
            int through = pane.depth;
            List<Row> rows = rows(pane);
            if (spec.isTumbling()) {
                panes.close(pane);
            } else {
                pane.depth = 0;
            }
            pass(pane, rows, now, through);
        }
    }

    private void take(WindowPane pane, Row row, long now, int depth) {
        pane.count++;
        pane.depth = Math.max(pane.depth, depth);
        if (plan.holdsRows()) {
            // a clock that is set back must not bring rows out of order
            WindowPane.Held last = pane.rows.peekLast();
            panes.hold(pane, WindowPane.Held.of(row, last == null ? now : Math.max(now, last.at())));
            return;
        }
        Row kept = RowTransform.applyAll(beforeAggregates, row);
        if (kept != null) {
            aggregate(pane, kept);
        }
    }

    /** Fires a pane of a time window at its deadline. */
    void fire(WindowPane pane) {
        WindowSpec spec = Objects.requireNonNull(window);
        long now = pane.deadline;
        int depth = pane.depth;
        List<Row> rows = rows(pane);
        long next = now + spec.slide();
        while (!pane.rows.isEmpty() && pane.rows.element().at() < next - spec.size()) {
            panes.dropFirst(pane);
        }
        if (pane.rows.isEmpty() || spec.isTumbling()) {
            panes.close(pane);
        } else {
            timers.stop(pane);
            timers.start(pane, next);
        }
        pass(pane, rows, now, depth);
    }

    private static List<Row> rows(WindowPane pane) {
        List<Row> rows = new ArrayList<>(pane.rows.size());
        pane.rows.forEach(held -> rows.add(held.row()));
        return rows;
    }

    private void pass(WindowPane pane, List<Row> rows, long now, int depth) {
        if (!work.isGranted(rows.size())) {
            return;
        }
        if (plan.aggregates().isEmpty()) {
            for (Row row : rows) {
                passOne(row, now, depth);
            }
            return;
        }
        Accumulator[] accumulators = pane.accumulators;
        if (plan.holdsRows()) {
            accumulators = aggregation.start();
            for (Row row : rows) {
                Row kept = RowTransform.applyAll(beforeAggregates, row);
                if (kept != null) {
                    aggregation.add(accumulators, kept);
                }
            }
        }
        stream.finish(aggregation.result(pane.keyValue, accumulators), now, depth);
    }

    private void passOne(Row row, long now, int depth) {
        Row kept = RowTransform.applyAll(beforeAggregates, row);
        if (kept != null) {
            stream.finish(kept, now, depth);
        }
    }
}
