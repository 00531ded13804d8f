package dev.runner.cluster.timeline;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened.
 *
 * @param event what, such as {@code member-exited}
 * @param member to whom; null for the cluster itself
 * @param fields why and how: strings, numbers and truth values by name
 */
public record TimelineEvent(
        Instant at, String event, @Nullable String member, Map<String, Object> fields) {}
