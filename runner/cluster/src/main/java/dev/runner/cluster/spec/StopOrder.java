package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonCreator;

/** In which order the members of a kind stop when the cluster does. */
public enum StopOrder {
    /** The opposite of the order in which they start. */
    AS_STARTED,
    /** All at the same time. */
    TOGETHER,
    /** Each when the one that started after it has ended; the first one last. */
    ONE_BY_ONE;

    /** Reads {@code as-started}, {@code together} or {@code one-by-one}. */
    @JsonCreator
    @SchemaConstraint(values = {"as-started", "together", "one-by-one"})
    public static StopOrder of(String text) {
        return switch (text) {
            case "as-started" -> AS_STARTED;
            case "together" -> TOGETHER;
            case "one-by-one" -> ONE_BY_ONE;
            default ->
                throw new IllegalArgumentException(
                        "`" + text + "` is not an order of stopping; write as-started, together or one-by-one");
        };
    }
}
