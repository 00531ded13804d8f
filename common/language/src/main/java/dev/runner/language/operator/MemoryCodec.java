package dev.runner.language.operator;

import dev.runner.language.value.StateCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one stream remembers, as JSON can hold it: its panes, the longest unused first. Deadlines are milliseconds since 1970, so
 * that a window ends at the same moment wherever it is restored.
 */
final class MemoryCodec {
    private static final String OPENED = "opened";
    private static final String PANES = "panes";
    private static final String KEY = "key";
    private static final String NUMBER = "number";
    private static final String COUNT = "count";
    private static final String DEPTH = "depth";
    private static final String DEADLINE = "deadline";
    private static final String ROWS = "rows";
    private static final String AGGREGATES = "aggregates";

    /** Far from where times overflow. */
    private static final long LATEST = Long.MAX_VALUE / 4;

    private MemoryCodec() {}

    static Map<String, @Nullable Object> save(Memory memory) {
        List<@Nullable Object> panes = new ArrayList<>();
        memory.panes.all().forEach(pane -> panes.add(save(pane)));
        Map<String, @Nullable Object> state = new LinkedHashMap<>();
        state.put(OPENED, memory.opened);
        state.put(PANES, panes);
        return state;
    }

    private static Map<String, @Nullable Object> save(Pane pane) {
        Map<String, @Nullable Object> state = new LinkedHashMap<>();
        state.put(KEY, StateCodec.encode(pane.keyValue));
        state.put(NUMBER, pane.number);
        state.put(COUNT, pane.count);
        state.put(DEPTH, (long) pane.depth);
        if (pane.deadline != Timers.NEVER) {
            state.put(DEADLINE, pane.deadline);
        }
        List<@Nullable Object> rows = new ArrayList<>(pane.rows.size());
        pane.rows.forEach(held -> rows.add(List.of(held.at(), StateCodec.encodeRow(held.row()))));
        state.put(ROWS, rows);
        List<@Nullable Object> aggregates = new ArrayList<>(pane.accumulators.length);
        for (Accumulator accumulator : pane.accumulators) {
            aggregates.add(accumulator.save());
        }
        state.put(AGGREGATES, aggregates);
        return state;
    }

    /** Fills a memory that is empty; when this throws, it is of no use anymore. */
    static void load(Memory memory, Timers timers, @Nullable Object saved) {
        Map<?, ?> state = State.map(saved);
        List<?> panes = State.list(state.get(PANES));
        State.require(panes.size() <= Panes.MOST_KEYS);
        memory.opened = State.number(state.get(OPENED));
        for (Object each : panes) {
            loadPane(memory, timers, State.map(each));
        }
    }

    private static void loadPane(Memory memory, Timers timers, Map<?, ?> state) {
        Object key = StateCodec.decode(state.get(KEY));
        long number = State.number(state.get(NUMBER));
        State.require(memory.panes.get(key) == null && number >= 0 && number < memory.opened);
        State.require(memory.plan().partition() != null || key == null);
        Pane pane = memory.newPane(key, number);
        pane.count = State.number(state.get(COUNT));
        long depth = State.number(state.get(DEPTH));
        State.require(pane.count >= 0 && depth >= 0 && depth < Network.DEEPEST);
        pane.depth = (int) depth;
        for (Object row : State.list(state.get(ROWS))) {
            List<?> held = State.list(row);
            pane.rows.add(new Pane.Held(StateCodec.decodeRow(State.at(held, 1)), State.longAt(held, 0)));
        }
        loadAggregates(pane, State.list(state.get(AGGREGATES)));
        checkRows(memory, pane);
        memory.panes.add(pane);
        loadDeadline(memory.plan().window(), pane, timers, state.get(DEADLINE));
    }

    private static void loadAggregates(Pane pane, List<?> aggregates) {
        State.require(aggregates.size() == pane.accumulators.length);
        for (int i = 0; i < pane.accumulators.length; i++) {
            pane.accumulators[i].load(State.list(aggregates.get(i)));
        }
    }

    private static void checkRows(Memory memory, Pane pane) {
        WindowSpec window = memory.plan().window();
        State.require(memory.plan().holdsRows() == !pane.rows.isEmpty() && pane.rows.size() <= Panes.MOST_ROWS);
        if (window != null && !window.isTime()) {
            State.require(!window.isTumbling() || pane.count < window.size());
            State.require(pane.rows.size() <= window.size());
        }
    }

    private static void loadDeadline(@Nullable WindowSpec window, Pane pane, Timers timers, @Nullable Object deadline) {
        if (window == null || !window.isTime()) {
            State.require(deadline == null);
            return;
        }
        long at = State.number(deadline);
        State.require(Math.abs(at) < LATEST);
        long last = at - window.size();
        for (Pane.Held held : pane.rows) {
            State.require(held.at() >= last && held.at() < at);
            last = held.at();
        }
        timers.start(pane, at);
    }
}
