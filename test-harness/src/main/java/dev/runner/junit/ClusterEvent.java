package dev.runner.junit;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to the cluster.
 *
 * @param event what, such as {@code ready}, {@code exited}, {@code paused} or {@code cluster_ready}
 * @param member to which member; null for the cluster itself
 * @param fields why and how: strings, numbers and truth values by name, such as {@code cause} and {@code exitCode}
 */
public record ClusterEvent(
        Instant at, String event, @Nullable String member, Map<String, Object> fields) {
    /** Copies the fields. */
    public ClusterEvent {
        fields = Map.copyOf(fields);
    }
}
