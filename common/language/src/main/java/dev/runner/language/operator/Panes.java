package dev.runner.language.operator;

import dev.runner.language.value.Values;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The panes of one memory by their keys, the longest unused first. Their number is bounded, and that of their rows. */
final class Panes {
    static final int MOST_KEYS = 100_000;
    static final int MOST_ROWS = 100_000;

    private final Map<Object, Pane> byKey = new LinkedHashMap<>(16, 0.75f, true);
    private final Timers timers;
    private final Work work;
    private long rows;

    Panes(Timers timers, Work work) {
        this.timers = timers;
        this.work = work;
    }

    @Nullable Pane get(@Nullable Object keyValue) {
        return byKey.get(Values.key(keyValue));
    }

    void add(Pane pane) {
        byKey.put(Values.key(pane.keyValue), pane);
        rows += pane.rows.size();
        if (byKey.size() > MOST_KEYS) {
            work.forget(1);
            close(byKey.values().iterator().next());
        }
    }

    void close(Pane pane) {
        timers.stop(pane);
        rows -= pane.rows.size();
        byKey.remove(Values.key(pane.keyValue));
    }

    void hold(Pane pane, Pane.Held held) {
        pane.rows.add(held);
        rows++;
        while (rows > MOST_ROWS) {
            makeRoom(pane);
        }
    }

    void dropFirst(Pane pane) {
        pane.rows.remove();
        rows--;
    }

    /** At the cost of whoever was not used for longest; where there is nobody else, of the pane's own oldest row. */
    private void makeRoom(Pane inUse) {
        Iterator<Pane> all = byKey.values().iterator();
        Pane eldest = all.next();
        work.forget(1);
        if (eldest == inUse) {
            dropFirst(inUse);
        } else {
            close(eldest);
        }
    }

    Collection<Pane> all() {
        return Collections.unmodifiableCollection(byKey.values());
    }
}
