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
    private final StateSize size;
    private long rows;

    WindowPaneStore(PaneTimers timers, WorkBudget work, StateSize size) {
        this.timers = timers;
        this.work = work;
        this.size = size;
    }

    @Nullable WindowPane get(@Nullable Object keyValue) {
        return byKey.get(Values.key(keyValue));
    }

    void add(WindowPane pane) {
        byKey.put(Values.key(pane.keyValue), pane);
        rows += pane.rows.size();
        pane.rows.forEach(held -> count(pane, held, 1));
        recount(pane);
        if (byKey.size() > MAX_KEYS) {
            work.forget(1);
            close(byKey.values().iterator().next());
        }
    }

    void close(WindowPane pane) {
        if (pane.closed) {
            return;
        }
        pane.closed = true;
        size.add(-pane.rowBytes - pane.countedBytes, -pane.rowObjects - pane.countedObjects);
        timers.stop(pane);
        rows -= pane.rows.size();
        byKey.remove(Values.key(pane.keyValue));
    }

    /** Buffers a row, unless the state has no room for it. A pane that buffers nothing is closed. */
    void hold(WindowPane pane, WindowPane.Held held) {
        if (!size.hasRoomFor(held.bytes())) {
            work.forget(1);
            if (pane.rows.isEmpty()) {
                close(pane);
            }
            return;
        }
        pane.rows.add(held);
        count(pane, held, 1);
        rows++;
        while (rows > MAX_ROWS) {
            makeRoom(pane);
        }
    }

    void dropFirst(WindowPane pane) {
        count(pane, pane.rows.remove(), -1);
        rows--;
    }

    private void count(WindowPane pane, WindowPane.Held held, int sign) {
        long bytes = (long) sign * held.bytes();
        long objects = (long) sign * held.objects();
        pane.rowBytes += bytes;
        pane.rowObjects += objects;
        size.add(bytes, objects);
    }

    /** Counts the accumulators of a pane, which have changed, and its key. */
    void recount(WindowPane pane) {
        if (pane.closed) {
            return;
        }
        long bytes = pane.countedBytes == 0 ? WindowPane.sizeOfNew(pane.keyValue) : pane.keyBytes;
        pane.keyBytes = bytes;
        long objects = WindowPane.OBJECTS;
        for (Accumulator accumulator : pane.accumulators) {
            bytes += accumulator.bytes();
            objects += accumulator.objects();
        }
        size.add(bytes - pane.countedBytes, objects - pane.countedObjects);
        pane.countedBytes = bytes;
        pane.countedObjects = objects;
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
