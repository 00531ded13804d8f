package dev.runner.coordinator.delivery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to a worker. The coordinator knows its type, its id and the fields that replicas are chosen by;
 * all fields are passed on as the client wrote them.
 */
public final class InjectedEvent {

    private final EventType type;
    private final @Nullable String id;
    private final JsonSlice fields;
    private final List<@Nullable Object> keys;

    /**
     * An event whose parts are known to be within the limits.
     *
     * @param id null where the client gave none
     * @param fields a JSON object
     * @param keys values of the fields that were asked for, in that order
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

    /** About as long as it is when it is sent. */
    int length() {
        return fields.length() + type.quoted().length + (id == null ? 80 : 46 + id.length());
    }
}
