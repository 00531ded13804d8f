package dev.runner.coordinator.delivery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to a worker. The coordinator reads its type, its id and the fields that replicas are chosen by;
 * the fields are forwarded as the client wrote them.
 */
public final class InjectedEvent {

    private final EventType type;
    private final @Nullable String id;
    private final JsonSlice fields;
    private final List<@Nullable Object> keys;

    /**
     * Creates an event whose parts have been validated.
     *
     * @param id null where the client gave none
     * @param fields a JSON object
     * @param keys values of the fields that replicas are chosen by, in the order asked for
     */
    public InjectedEvent(EventType type, @Nullable String id, JsonSlice fields, List<@Nullable Object> keys) {
        this.type = type;
        this.id = id;
        this.fields = fields;
        this.keys = keys.isEmpty() ? List.of() : Collections.unmodifiableList(new ArrayList<>(keys));
    }

    public EventType type() {
        return type;
    }

    public @Nullable String id() {
        return id;
    }

    public JsonSlice fields() {
        return fields;
    }

    public List<@Nullable Object> keys() {
        return keys;
    }

    /** Approximate length in the request to the worker, in bytes. */
    int length() {
        return fields.length() + type.quoted().length + (id == null ? 80 : 46 + id.length());
    }
}
