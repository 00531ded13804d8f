package dev.runner.manager.api;

import dev.runner.supervisor.Action;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What led to a member's state, in {@code ps --json}: the fields {@code cause} and {@code action} of the member.
 *
 * @param cause for people: {@code runner kill --signal TERM}
 * @param by who asked: {@code operator} or {@code runner}
 * @param name what was asked for: {@code kill}, {@code signal}; see {@link Action#label}
 * @param signal the name without SIG where a signal was sent, else null
 */
public record ActionView(
        String cause, String by, String name, @Nullable String signal) {
    public static ActionView of(Action action) {
        return new ActionView(
                action.describe(),
                action.actor().label(),
                action.label(),
                action instanceof Action.SendSignal send ? send.signalName() : null);
    }

    /** All but the cause, which is a field of the member's. */
    Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("by", by);
        json.put("name", name);
        if (signal != null) {
            json.put("signal", signal);
        }
        return json;
    }

    static ActionView fromJson(String cause, JsonObject json) {
        return new ActionView(
                cause,
                json.text("by"),
                json.text("name"),
                json.optionalText("signal").orElse(null));
    }
}
