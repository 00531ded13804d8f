package dev.runner.language.operator;

import java.util.Comparator;
import java.util.TreeSet;

/**
 * The panes that have a deadline, in the order in which they fire. The order is total, and a checkpoint preserves it.
 */
final class PaneTimers {
    static final long NEVER = Long.MAX_VALUE;

    private final TreeSet<WindowPane> waiting =
            new TreeSet<>(Comparator.<WindowPane>comparingLong(pane -> pane.deadline)
                    .thenComparingInt(pane -> pane.owner.ordinal())
                    .thenComparingLong(pane -> pane.number));
    private long next = NEVER;

    void start(WindowPane pane, long deadline) {
        pane.deadline = deadline;
        waiting.add(pane);
        next = waiting.first().deadline;
    }

    void stop(WindowPane pane) {
        if (pane.deadline != NEVER) {
            waiting.remove(pane);
            pane.deadline = NEVER;
            next = waiting.isEmpty() ? NEVER : waiting.first().deadline;
        }
    }

    long next() {
        return next;
    }

    WindowPane first() {
        return waiting.first();
    }
}
