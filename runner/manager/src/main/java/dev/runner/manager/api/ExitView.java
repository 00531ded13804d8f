package dev.runner.manager.api;

import dev.runner.http.json.JsonRecords;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a member's last process ended, in {@code ps --json}: {@code {"code": 55, "at": ...}}, {@code {"signal": "KILL",
 * "at": ...}} or, where the truth could not be had, {@code {"unknown": true, "at": ...}}.
 *
 * @param signal the name without SIG
 * @param unknown true where there is neither code nor signal, else null
 */
public record ExitView(
        @Nullable Integer code,
        @Nullable String signal,
        @Nullable Boolean unknown,
        Instant at) {
    public ExitView {
        if (code != null && signal != null) {
            throw new IllegalArgumentException("a process ends by a code or by a signal, not by both");
        }
        unknown = (code == null && signal == null) ? Boolean.TRUE : null;
        JsonRecords.require("at", at);
    }

    public static ExitView ofCode(int code, Instant at) {
        return new ExitView(code, null, null, at);
    }

    public static ExitView ofSignal(String signal, Instant at) {
        return new ExitView(null, signal, null, at);
    }

    public static ExitView unknown(Instant at) {
        return new ExitView(null, null, true, at);
    }

    /** For a person: {@code code 55}, {@code signal KILL}, {@code unknown}. */
    public String describe() {
        if (code != null) {
            return "code " + code;
        }
        return signal != null ? "signal " + signal : "unknown";
    }
}
