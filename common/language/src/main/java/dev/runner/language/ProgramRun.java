package dev.runner.language;

import dev.runner.language.operator.StreamGraph;
import dev.runner.language.plan.ProgramPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A running program with its state: open windows and aggregates. Not thread-safe. It has no clock: the caller passes
 * the time, in milliseconds since 1970, so that replaying the same events gives the same outputs.
 */
public final class ProgramRun {

    /** The next deadline while no time window is open. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final String PROGRAM = "program";
    private static final String STREAMS = "streams";
    /** Later times (73 million years from now) could overflow. */
    private static final long LATEST = Long.MAX_VALUE / 4;

    private final ProgramPlan plan;
    private StreamGraph network;
    private LongSupplier limit = () -> Long.MAX_VALUE;

    ProgramRun(ProgramPlan plan) {
        this.plan = plan;
        network = new StreamGraph(plan.streams());
    }

    /** Processes an event and emits its outputs at once. Windows that end by {@code now} fire before it. */
    public void accept(Event event, long now, Consumer<Event> outputs) {
        network.accept(event.type(), event.row(), sane(now), (type, row) -> outputs.accept(new Event(type, row)));
    }

    /** Fires the time windows that end by {@code now}. */
    public void advance(long now, Consumer<Event> outputs) {
        network.advance(sane(now), (type, row) -> outputs.accept(new Event(type, row)));
    }

    private static long sane(long now) {
        return Math.max(-LATEST, Math.min(now, LATEST));
    }

    /** When {@link #advance} must be called next; {@link #NEVER} while no time window is open. */
    public long nextDeadline() {
        return network.nextDeadline();
    }

    /** The number of windows, aggregates and buffered rows that were discarded because of the limits. */
    public long forgotten() {
        return network.forgotten();
    }

    /**
     * The number of events inside the program that were dropped because one event caused more of them than the limit.
     */
    public long dropped() {
        return network.dropped();
    }

    /** Beyond so many bytes of state nothing more is remembered; {@link #forgotten} counts what was not. */
    public void limitState(LongSupplier mostBytes) {
        limit = mostBytes;
        network.limitState(mostBytes);
    }

    /** Bytes that the state takes as JSON in a checkpoint, about. */
    public long stateBytes() {
        return network.stateBytes();
    }

    /** Objects of the heap that the state takes, about. */
    public long stateObjects() {
        return network.stateObjects();
    }

    /** The whole state, as maps, lists, strings, longs, doubles, booleans and nulls, which JSON can represent. */
    public Map<String, @Nullable Object> checkpoint() {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        checkpointToWrite().forEach((name, value) -> copy.put(name, copy(value)));
        return copy;
    }

    private static @Nullable Object copy(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            map.forEach((name, each) -> fields.put(String.valueOf(name), copy(each)));
            return fields;
        }
        if (value instanceof Iterable<?> items) {
            List<@Nullable Object> elements = new ArrayList<>();
            items.forEach(each -> elements.add(copy(each)));
            return elements;
        }
        return value;
    }

    /**
     * The same, but with {@link Iterable}s for lists, whose elements are made while they are read: so a large state is
     * not in memory twice. It must be written before the next event.
     */
    public Map<String, @Nullable Object> checkpointToWrite() {
        Map<String, @Nullable Object> checkpoint = new LinkedHashMap<>();
        checkpoint.put(PROGRAM, plan.fingerprint());
        checkpoint.put(STREAMS, network.save());
        return checkpoint;
    }

    /**
     * Replaces the state by that of a checkpoint.
     *
     * @throws IllegalArgumentException if the checkpoint is damaged or of another program; the state is unchanged
     *     then
     */
    public void restore(Map<String, @Nullable Object> checkpoint) {
        if (!plan.fingerprint().equals(checkpoint.get(PROGRAM))) {
            throw new IllegalArgumentException(
                    "the checkpoint belongs to another source; restore it where that source runs");
        }
        if (!(checkpoint.get(STREAMS) instanceof Map<?, ?> streams)) {
            throw new IllegalArgumentException("the checkpoint is damaged: it has no streams");
        }
        StreamGraph restored = new StreamGraph(plan.streams());
        restored.load(streams);
        restored.limitState(limit);
        network = restored;
    }
}
