package dev.runner.language.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compiled stream.
 *
 * @param source the event type that it reads
 * @param memory null for a stateless stream
 * @param emits whether its results are outputs of the program
 */
public record StreamPlan(
        String name,
        String source,
        List<RowTransform> before,
        @Nullable StatefulOperatorPlan memory,
        List<RowTransform> after,
        boolean emits) {
    public StreamPlan {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }
}
