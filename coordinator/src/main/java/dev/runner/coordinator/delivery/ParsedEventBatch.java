package dev.runner.coordinator.delivery;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events of one request: at each index either an event, or why it is not one. */
public final class ParsedEventBatch {

    private final List<@Nullable InjectedEvent> events = new ArrayList<>();
    private final List<@Nullable String> problems = new ArrayList<>();

    void add(@Nullable InjectedEvent event, @Nullable String problem) {
        events.add(event);
        problems.add(event == null ? problem : null);
    }

    public int size() {
        return events.size();
    }

    /** The event; null when there is a {@link #problem}. */
    public @Nullable InjectedEvent event(int index) {
        return events.get(index);
    }

    /** The problem; null when there is an {@link #event}. */
    public @Nullable String problem(int index) {
        return problems.get(index);
    }
}
