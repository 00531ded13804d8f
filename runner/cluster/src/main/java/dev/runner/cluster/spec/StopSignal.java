package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Locale;

/** The signals that can ask a program to end; those that stop, continue or report are left out. */
public enum StopSignal {
    TERM,
    INT,
    QUIT,
    HUP,
    USR1,
    USR2,
    KILL;

    /** Reads {@code TERM} as well as {@code SIGTERM}. */
    @JsonCreator
    @SchemaConstraint(
            values = {
                "TERM", "INT", "QUIT", "HUP", "USR1", "USR2", "KILL", "SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP",
                "SIGUSR1", "SIGUSR2", "SIGKILL"
            })
    public static StopSignal of(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        for (StopSignal signal : values()) {
            if (name.equals(signal.name()) || name.equals("SIG" + signal.name())) {
                return signal;
            }
        }
        throw new IllegalArgumentException(
                "`" + text + "` is not a signal that ends a program; write TERM, INT, QUIT, HUP, USR1, USR2 or KILL");
    }
}
