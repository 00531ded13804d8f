package dev.runner.language.operator;

import dev.runner.language.value.ValueCodec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state of one stream in a form that JSON can represent: its panes, the least recently used first. Deadlines are
 * milliseconds since 1970, so that a window ends at the same moment wherever it is restored.
 */
final class OperatorStateCodec {
    private static final String OPENED = "opened";
    private static final String PANES = "panes";
    private static final String KEY = "key";
    private static final String NUMBER = "number";
    private static final String COUNT = "count";
    private static final String DEPTH = "depth";
    private static final String DEADLINE = "deadline";
    private static final String ROWS = "rows";
    private static final String AGGREGATES = "aggregates";

    /** Limits times to a range without overflows. */
    private static final long LATEST = Long.MAX_VALUE / 4;

    private OperatorStateCodec() {}

    static Map<String, @Nullable Object> save(StatefulOperator memory) {
        Map<String, @Nullable Object> state = new LinkedHashMap<>();
        state.put(OPENED, memory.opened);
        state.put(PANES, made(memory.panes.all(), OperatorStateCodec::save));
        return state;
    }

    /** Elements that are made one by one while they are read: a large state is not in memory twice. */
    private static <T> Iterable<Object> made(Collection<T> from, Function<T, Object> element) {
        return () -> from.stream().map(element).iterator();
    }

    private static Map<String, @Nullable Object> save(WindowPane pane) {
        Map<String, @Nullable Object> state = new LinkedHashMap<>();
        state.put(KEY, ValueCodec.encode(pane.keyValue));
        state.put(NUMBER, pane.number);
        state.put(COUNT, pane.count);
        state.put(DEPTH, (long) pane.depth);
        if (pane.deadline != PaneTimers.NEVER) {
            state.put(DEADLINE, pane.deadline);
        }
        state.put(ROWS, made(pane.rows, held -> List.of(held.at(), ValueCodec.encodeRow(held.row()))));
        List<@Nullable Object> aggregates = new ArrayList<>(pane.accumulators.length);
        for (Accumulator accumulator : pane.accumulators) {
            aggregates.add(accumulator.save());
        }
        state.put(AGGREGATES, aggregates);
        return state;
    }

    /** Restores the state of a new operator. If this throws, the operator must be discarded. */
    static void load(StatefulOperator memory, PaneTimers timers, @Nullable Object saved) {
        Map<?, ?> state = SavedStateReader.map(saved);
        List<?> panes = SavedStateReader.list(state.get(PANES));
        SavedStateReader.require(panes.size() <= WindowPaneStore.MAX_KEYS);
        memory.opened = SavedStateReader.number(state.get(OPENED));
        for (Object each : panes) {
            loadPane(memory, timers, SavedStateReader.map(each));
        }
    }

    private static void loadPane(StatefulOperator memory, PaneTimers timers, Map<?, ?> state) {
        Object key = ValueCodec.decode(state.get(KEY));
        long number = SavedStateReader.number(state.get(NUMBER));
        SavedStateReader.require(memory.panes.get(key) == null && number >= 0 && number < memory.opened);
        SavedStateReader.require(memory.plan().partition() != null || key == null);
        WindowPane pane = memory.newPane(key, number);
        pane.count = SavedStateReader.number(state.get(COUNT));
        long depth = SavedStateReader.number(state.get(DEPTH));
        SavedStateReader.require(pane.count >= 0 && depth >= 0 && depth < StreamGraph.DEEPEST);
        pane.depth = (int) depth;
        for (Object row : SavedStateReader.list(state.get(ROWS))) {
            List<?> held = SavedStateReader.list(row);
            pane.rows.add(WindowPane.Held.of(
                    ValueCodec.decodeRow(SavedStateReader.at(held, 1)), SavedStateReader.longAt(held, 0)));
        }
        loadAggregates(pane, SavedStateReader.list(state.get(AGGREGATES)));
        checkRows(memory, pane);
        memory.panes.add(pane);
        loadDeadline(memory.plan().window(), pane, timers, state.get(DEADLINE));
    }

    private static void loadAggregates(WindowPane pane, List<?> aggregates) {
        SavedStateReader.require(aggregates.size() == pane.accumulators.length);
        for (int i = 0; i < pane.accumulators.length; i++) {
            pane.accumulators[i].load(SavedStateReader.list(aggregates.get(i)));
        }
    }

    private static void checkRows(StatefulOperator memory, WindowPane pane) {
        WindowSpec window = memory.plan().window();
        SavedStateReader.require(
                memory.plan().holdsRows() == !pane.rows.isEmpty() && pane.rows.size() <= WindowPaneStore.MAX_ROWS);
        if (window != null && !window.isTime()) {
            SavedStateReader.require(!window.isTumbling() || pane.count < window.size());
            SavedStateReader.require(pane.rows.size() <= window.size());
        }
    }

    private static void loadDeadline(
            @Nullable WindowSpec window, WindowPane pane, PaneTimers timers, @Nullable Object deadline) {
        if (window == null || !window.isTime()) {
            SavedStateReader.require(deadline == null);
            return;
        }
        long at = SavedStateReader.number(deadline);
        SavedStateReader.require(Math.abs(at) < LATEST);
        long last = at - window.size();
        for (WindowPane.Held held : pane.rows) {
            SavedStateReader.require(held.at() >= last && held.at() < at);
            last = held.at();
        }
        timers.start(pane, at);
    }
}
