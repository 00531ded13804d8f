package dev.runner.language.operator;

import dev.runner.language.value.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The streams of a program as they run, and who reads whom. It is used by one thread at a time. */
public final class StreamGraph {
    /** Through how many streams in a row an event goes: where streams read each other in a cycle, it ends there. */
    public static final int DEEPEST = 10;

    private static final RunningStream[] NOBODY = {};

    /** Takes what a program gives. */
    @FunctionalInterface
    public interface Outputs {
        void accept(String type, Row row);
    }

    private final Map<String, RunningStream[]> readers = new HashMap<>();
    private final List<RunningStream> streams = new ArrayList<>();
    private final PaneTimers timers = new PaneTimers();
    private final WorkBudget work = new WorkBudget();
    private Outputs outputs = (type, row) -> {};

    public StreamGraph(List<StreamPlan> plans) {
        Map<String, List<RunningStream>> bySource = new HashMap<>();
        for (StreamPlan plan : plans) {
            RunningStream stream = new RunningStream(plan, streams.size(), this, timers, work);
            streams.add(stream);
            bySource.computeIfAbsent(plan.source(), source -> new ArrayList<>()).add(stream);
        }
        bySource.forEach((source, all) -> readers.put(source, all.toArray(RunningStream[]::new)));
    }

    public void accept(String type, Row row, long now, Outputs to) {
        outputs = to;
        fireUntil(now);
        work.begin();
        give(type, row, now, 0);
    }

    public void advance(long now, Outputs to) {
        outputs = to;
        fireUntil(now);
    }

    /** In the order of their deadlines, and as if each fired in time: so it does not matter how late this is called. */
    private void fireUntil(long now) {
        while (timers.next() <= now && timers.next() != PaneTimers.NEVER) {
            work.begin();
            WindowPane first = timers.first();
            first.owner.fire(first);
        }
    }

    private void give(String type, Row row, long now, int depth) {
        for (RunningStream reader : readers.getOrDefault(type, NOBODY)) {
            if (work.isGranted(1)) {
                reader.accept(row, now, depth);
            }
        }
    }

    void publish(StreamPlan stream, Row row, long now, int depth) {
        if (stream.emits()) {
            outputs.accept(stream.name(), row);
        }
        if (depth + 1 < DEEPEST) {
            give(stream.name(), row, now, depth + 1);
        }
    }

    /** When the next time window is over; {@link Long#MAX_VALUE} where none is open. */
    public long nextDeadline() {
        return timers.next();
    }

    /** How many rows were not processed, because one event caused too many. */
    public long dropped() {
        return work.dropped();
    }

    /** How many windows, aggregates and rows of windows were given up, because there were too many. */
    public long forgotten() {
        return work.forgotten();
    }

    /** What each stream remembers, by its name; streams without windows and aggregates are not there. */
    public Map<String, @Nullable Object> save() {
        Map<String, @Nullable Object> state = new LinkedHashMap<>();
        for (RunningStream stream : streams) {
            StatefulOperator memory = stream.memory();
            if (memory != null) {
                state.put(stream.name(), OperatorStateCodec.save(memory));
            }
        }
        return state;
    }

    /**
     * Fills a network that has seen nothing yet. When this throws, it is of no use anymore.
     *
     * @throws IllegalArgumentException when the state is not one of such a network
     */
    public void load(Map<?, ?> state) {
        int loaded = 0;
        for (RunningStream stream : streams) {
            StatefulOperator memory = stream.memory();
            if (memory != null) {
                OperatorStateCodec.load(memory, timers, state.get(stream.name()));
                loaded++;
            }
        }
        SavedStateReader.require(loaded == state.size());
    }
}
