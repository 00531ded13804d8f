package dev.runner.junit;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event of the cluster's timeline.
 *
 * @param event the type, such as {@code ready}, {@code exited}, {@code paused} or {@code cluster_ready}
 * @param member the member's name; null for an event of the whole cluster
 * @param fields further facts, such as {@code cause} and {@code exitCode}: strings, numbers and booleans by name
 */
public record ClusterEvent(
        Instant at, String event, @Nullable String member, Map<String, Object> fields) {
    /** Copies the fields. */
    public ClusterEvent {
        fields = Map.copyOf(fields);
    }
}
