package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonCreator;

/** For which hosts something is repeated. */
public enum EachHost {
    /** It is not repeated. */
    NONE,
    HOSTS,
    /** All but the member's own. */
    OTHERS;

    /** Reads {@code hosts} or {@code others}. */
    @JsonCreator
    @SchemaConstraint(values = {"hosts", "others"})
    public static EachHost of(String text) {
        return switch (text) {
            case "hosts" -> HOSTS;
            case "others" -> OTHERS;
            default ->
                throw new IllegalArgumentException("`" + text + "` is neither hosts nor others; write one of them");
        };
    }
}
