package dev.runner.worker.pipeline;

import dev.runner.language.Event;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An output on its way to another pipeline.
 *
 * @param id identifies a repeat; assigned with the output, and kept when the pipeline moves
 * @param hops how many routes have carried what led to it, this one included
 * @param weight approximate number of characters
 */
public record OutboxEntry(String id, Event event, int hops, int weight) {

    private static final int EACH = 32;

    static OutboxEntry of(String id, Event event, int hops) {
        return new OutboxEntry(id, event, hops, weight(event));
    }

    /** The approximate number of characters. */
    static int weight(Event event) {
        long weight = (long) EACH + event.type().length();
        for (int i = 0; i < event.size(); i++) {
            weight += event.name(i).length();
            weight += weight(event.value(i));
        }
        return (int) Math.min(weight, Integer.MAX_VALUE);
    }

    private static long weight(@Nullable Object value) {
        if (value instanceof String text) {
            return text.length();
        }
        long weight = EACH;
        if (value instanceof Iterable<?> items) {
            for (Object item : items) {
                weight += weight(item);
            }
        } else if (value instanceof Map<?, ?> fields) {
            weight += weight(fields.keySet()) + weight(fields.values());
        }
        return weight;
    }
}
