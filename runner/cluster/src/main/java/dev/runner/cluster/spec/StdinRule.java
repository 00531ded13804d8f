package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonCreator;

/** What a member finds on its standard input. */
public enum StdinRule {
    /** Its end. */
    CLOSED,
    /** Nothing, and no end for as long as the manager lives. */
    OPEN;

    /** Reads {@code closed} or {@code open}. */
    @JsonCreator
    @SchemaConstraint(values = {"closed", "open"})
    public static StdinRule of(String text) {
        return switch (text) {
            case "closed" -> CLOSED;
            case "open" -> OPEN;
            default ->
                throw new IllegalArgumentException("`" + text + "` is neither open nor closed; write one of them");
        };
    }
}
