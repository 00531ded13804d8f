package dev.runner.worker.events;

import dev.runner.language.Event;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The events of one request, in order, with what belongs to each. Kept in arrays, because every event passes through
 * here.
 */
public final class EventBatch {

    private @Nullable Event[] events = new @Nullable Event[8];
    private @Nullable String[] ids = new @Nullable String[8];
    private int[] hops = new int[8];
    private int size;

    /**
     * Appends an event.
     *
     * @param id identifies a repeat; null: never a repeat
     * @param hops how many routes between pipelines have carried what led to it
     */
    public EventBatch add(Event event, @Nullable String id, int hops) {
        if (size == events.length) {
            int more = size * 2;
            events = Arrays.copyOf(events, more);
            ids = Arrays.copyOf(ids, more);
            this.hops = Arrays.copyOf(this.hops, more);
        }
        events[size] = event;
        ids[size] = id;
        this.hops[size] = hops;
        size++;
        return this;
    }

    public int size() {
        return size;
    }

    public Event event(int index) {
        Event event = events[index];
        if (event == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return event;
    }

    public @Nullable String id(int index) {
        return ids[index];
    }

    public int hops(int index) {
        return hops[index];
    }
}
