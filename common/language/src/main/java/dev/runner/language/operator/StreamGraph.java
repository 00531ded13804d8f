package dev.runner.language.operator;

import dev.runner.language.value.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The running streams of a program and the edges between them. Not thread-safe. */
public final class StreamGraph {
    /** The number of streams that an event passes in a row at most; it ends cycles of streams. */
    public static final int DEEPEST = 10;

    private static final RunningStream[] NOBODY = {};

    /** Receives the outputs of a program. */
    @FunctionalInterface
    public interface Outputs {
        void accept(String type, Row row);
    }

    private final Map<String, RunningStream[]> readers = new HashMap<>();
    private final List<RunningStream> streams = new ArrayList<>();
    private final PaneTimers timers = new PaneTimers();
    private final WorkBudget work = new WorkBudget();
    private final StateSize size = new StateSize();
    private Outputs outputs = (type, row) -> {};

    public StreamGraph(List<StreamPlan> plans) {
        Map<String, List<RunningStream>> bySource = new HashMap<>();
        for (StreamPlan plan : plans) {
            RunningStream stream = new RunningStream(plan, streams.size(), this, timers, work, size);
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

    /**
     * Fires windows in the order of their deadlines, each as if it fired on time: a late call gives the same results.
     */
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

    /** The end of the next time window; {@link Long#MAX_VALUE} where none is open. */
    public long nextDeadline() {
        return timers.next();
    }

    /** The number of rows that were dropped because one event caused too many. */
    public long dropped() {
        return work.dropped();
    }

    /** The number of windows, aggregates and buffered rows that were discarded because of the limits. */
    public long forgotten() {
        return work.forgotten();
    }

    /** Beyond so many bytes nothing more is remembered; {@link #forgotten} counts what was not. */
    public void limitState(LongSupplier mostBytes) {
        size.limitTo(mostBytes);
    }

    /** Bytes of the state in a checkpoint, about. */
    public long stateBytes() {
        return size.bytes();
    }

    /** Objects of the heap that the state takes, about. */
    public long stateObjects() {
        return size.objects();
    }

    /**
     * The state of each stateful stream, by its name. Lists of it are {@link Iterable}s that are made while they are
     * read, which must be before the next event.
     */
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
     * Restores the state of a new graph. If this throws, the graph must be discarded.
     *
     * @throws IllegalArgumentException if the state is damaged or of another program
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
