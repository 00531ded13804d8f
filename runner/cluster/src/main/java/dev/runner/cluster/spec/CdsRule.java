package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonCreator;

/** Whether a start archive of a member's class path is made and used. */
public enum CdsRule {
    /** It is left to the JVM, which has one of its own classes. */
    NEVER,
    /** It is made after a start without it, and used from then on. */
    AUTO;

    /** Reads {@code never} or {@code auto}. */
    @JsonCreator
    @SchemaConstraint(values = {"never", "auto"})
    public static CdsRule of(String text) {
        return switch (text) {
            case "never" -> NEVER;
            case "auto" -> AUTO;
            default ->
                throw new IllegalArgumentException("`" + text + "` is neither auto nor never; write one of them");
        };
    }
}
