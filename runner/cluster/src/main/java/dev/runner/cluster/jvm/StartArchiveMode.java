package dev.runner.cluster.jvm;

import java.util.Map;

/** What a user wants of start archives. */
public enum StartArchiveMode {
    /** Those that are there are used, and missing ones made in the background for the next start. */
    AUTO,
    /** Those that are there are used. */
    USE,
    /** They are left alone. */
    NEVER;

    /** {@code auto}, {@code use} or {@code never}. */
    public static final String VARIABLE = "MULTIHOST_ARCHIVES";

    /** What the environment says; a word that is none of these makes nothing. */
    public static StartArchiveMode of(Map<String, String> environment) {
        return switch (environment.getOrDefault(VARIABLE, "auto")) {
            case "auto" -> AUTO;
            case "never" -> NEVER;
            default -> USE;
        };
    }
}
