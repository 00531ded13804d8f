package dev.runner.language.operator;

import dev.runner.language.value.Values;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The panes of one stream by their keys, the least recently used first. Their number and that of their rows is limited.
 */
final class WindowPaneStore {
    static final int MAX_KEYS = 100_000;
    static final int MAX_ROWS = 100_000;

    private final Map<Object, WindowPane> byKey = new LinkedHashMap<>(16, 0.75f, true);
    private final PaneTimers timers;
    private final WorkBudget work;
    private long rows;

    WindowPaneStore(PaneTimers timers, WorkBudget work) {
        this.timers = timers;
        this.work = work;
    }

    @Nullable WindowPane get(@Nullable Object keyValue) {
        return byKey.get(Values.key(keyValue));
    }

    void add(WindowPane pane) {
        byKey.put(Values.key(pane.keyValue), pane);
        rows += pane.rows.size();
        if (byKey.size() > MAX_KEYS) {
            work.forget(1);
            close(byKey.values().iterator().next());
        }
    }

    void close(WindowPane pane) {
        timers.stop(pane);
        rows -= pane.rows.size();
        byKey.remove(Values.key(pane.keyValue));
    }

    void hold(WindowPane pane, WindowPane.Held held) {
        pane.rows.add(held);
        rows++;
        while (rows > MAX_ROWS) {
            makeRoom(pane);
        }
    }

    void dropFirst(WindowPane pane) {
        pane.rows.remove();
        rows--;
    }

    /** Makes room by discarding the least recently used other pane; if there is none, the oldest row of this one. */
    private void makeRoom(WindowPane inUse) {
        Iterator<WindowPane> all = byKey.values().iterator();
        WindowPane eldest = all.next();
        work.forget(1);
        if (eldest == inUse) {
            dropFirst(inUse);
        } else {
            close(eldest);
        }
    }

    Collection<WindowPane> all() {
        return Collections.unmodifiableCollection(byKey.values());
    }
}
