package dev.runner.language;

import dev.runner.language.operator.StreamGraph;
import dev.runner.language.plan.ProgramPlan;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A program and what it remembers: open windows and aggregates. It is used by one thread at a time. It has no clock: it
 * is told the time, in milliseconds since 1970, so that whoever replays the same events gets the same outputs.
 */
public final class ProgramRun {

    /** When no time window is open. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final String PROGRAM = "program";
    private static final String STREAMS = "streams";
    /** Beyond it, times could overflow; it is 73 million years ahead. */
    private static final long LATEST = Long.MAX_VALUE / 4;

    private final ProgramPlan plan;
    private StreamGraph network;

    ProgramRun(ProgramPlan plan) {
        this.plan = plan;
        network = new StreamGraph(plan.streams());
    }

    /**
     * Takes an event in, and passes on what comes of it at once. Windows that are over by {@code now} fire before it.
     */
    public void accept(Event event, long now, Consumer<Event> outputs) {
        network.accept(event.type(), event.row(), sane(now), (type, row) -> outputs.accept(new Event(type, row)));
    }

    /** Fires the time windows that are over by {@code now}. */
    public void advance(long now, Consumer<Event> outputs) {
        network.advance(sane(now), (type, row) -> outputs.accept(new Event(type, row)));
    }

    private static long sane(long now) {
        return Math.max(-LATEST, Math.min(now, LATEST));
    }

    /** When {@link #advance} has something to do next; {@link #NEVER} where no time window is open. */
    public long nextDeadline() {
        return network.nextDeadline();
    }

    /** How many windows, aggregates and rows of windows were given up, because there were too many. */
    public long forgotten() {
        return network.forgotten();
    }

    /**
     * How many events inside the program were not processed, because one event caused more of them than there may be.
     */
    public long dropped() {
        return network.dropped();
    }

    /** All that it remembers, as maps, lists, texts, longs, doubles, booleans and nulls: what JSON can hold. */
    public Map<String, @Nullable Object> checkpoint() {
        Map<String, @Nullable Object> checkpoint = new LinkedHashMap<>();
        checkpoint.put(PROGRAM, plan.fingerprint());
        checkpoint.put(STREAMS, network.save());
        return checkpoint;
    }

    /**
     * Remembers what a checkpoint says, and nothing else.
     *
     * @throws IllegalArgumentException when it is not one of this program; the run is as it was before
     */
    public void restore(Map<String, @Nullable Object> checkpoint) {
        if (!plan.fingerprint().equals(checkpoint.get(PROGRAM))) {
            throw new IllegalArgumentException("the checkpoint is of another source; restore it where that one runs");
        }
        if (!(checkpoint.get(STREAMS) instanceof Map<?, ?> streams)) {
            throw new IllegalArgumentException("the checkpoint is damaged: it has no streams");
        }
        StreamGraph restored = new StreamGraph(plan.streams());
        restored.load(streams);
        network = restored;
    }
}
