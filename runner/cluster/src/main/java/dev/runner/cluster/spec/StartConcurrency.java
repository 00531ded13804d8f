package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonCreator;

/** Whether the members of a kind start at the same time. */
public enum StartConcurrency {
    TOGETHER,
    /** Each when the one before it is ready. */
    ONE_BY_ONE;

    /** Reads {@code together} or {@code one-by-one}. */
    @JsonCreator
    @SchemaConstraint(values = {"together", "one-by-one"})
    public static StartConcurrency of(String text) {
        return switch (text) {
            case "together" -> TOGETHER;
            case "one-by-one" -> ONE_BY_ONE;
            default ->
                throw new IllegalArgumentException(
                        "`" + text + "` is not a way to start; write together or one-by-one");
        };
    }
}
