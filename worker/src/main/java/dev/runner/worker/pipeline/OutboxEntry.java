package dev.runner.worker.pipeline;

import dev.runner.language.Event;

/**
 * An output on its way to another pipeline.
 *
 * @param id identifies a repeat; assigned with the output, and kept when the pipeline moves
 * @param hops how many routes have carried what led to it, this one included
 * @param weight approximate number of bytes as JSON
 */
public record OutboxEntry(String id, Event event, int hops, int weight) {

    /** Bytes of its id, its hops and what is around them. */
    private static final int EACH = 64;

    static OutboxEntry of(String id, Event event, int hops) {
        return new OutboxEntry(id, event, hops, weight(event));
    }

    /** About how many bytes it takes as JSON. */
    static int weight(Event event) {
        return (int) Math.min(EACH + event.bytes(), Integer.MAX_VALUE);
    }
}
