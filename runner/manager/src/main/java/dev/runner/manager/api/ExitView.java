package dev.runner.manager.api;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a member's last process ended, in {@code ps --json}: {@code {"code": 55, "at": ...}}, {@code {"signal": "KILL",
 * "at": ...}} or, where the truth could not be had, {@code {"unknown": true, "at": ...}}.
 *
 * @param signal the name without SIG
 */
public record ExitView(@Nullable Integer code, @Nullable String signal, Instant at) {
    public ExitView {
        if (code != null && signal != null) {
            throw new IllegalArgumentException("a process ends by a code or by a signal, not by both");
        }
    }

    public static ExitView ofCode(int code, Instant at) {
        return new ExitView(code, null, at);
    }

    public static ExitView ofSignal(String signal, Instant at) {
        return new ExitView(null, signal, at);
    }

    public static ExitView unknown(Instant at) {
        return new ExitView(null, null, at);
    }

    /** For a person: {@code code 55}, {@code signal KILL}, {@code unknown}. */
    public String describe() {
        if (code != null) {
            return "code " + code;
        }
        return signal != null ? "signal " + signal : "unknown";
    }

    Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        if (code != null) {
            json.put("code", code);
        } else if (signal != null) {
            json.put("signal", signal);
        } else {
            json.put("unknown", true);
        }
        json.put("at", at);
        return json;
    }

    static ExitView fromJson(JsonObject json) {
        Instant at = json.instant("at");
        if (json.optionalNumber("code").isPresent()) {
            return ofCode(json.integer("code"), at);
        }
        return json.optionalText("signal").map(signal -> ofSignal(signal, at)).orElseGet(() -> unknown(at));
    }
}
