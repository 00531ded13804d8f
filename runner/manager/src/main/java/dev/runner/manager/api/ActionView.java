package dev.runner.manager.api;

import dev.runner.http.json.JsonRecords;
import dev.runner.supervisor.Action;
import org.jspecify.annotations.Nullable;

/**
 * What led to a member's state, in {@code ps --json}, for programs.
 *
 * @param by who asked: {@code operator} or {@code runner}
 * @param name what was asked for: {@code kill}, {@code signal}; see {@link Action#label}
 * @param signal the name without SIG where a signal was sent, else null
 */
public record ActionView(String by, String name, @Nullable String signal) {
    public ActionView {
        JsonRecords.require("action.by", by);
        JsonRecords.require("action.name", name);
    }

    public static ActionView of(Action action) {
        return new ActionView(
                action.actor().label(),
                action.label(),
                action instanceof Action.SendSignal send ? send.signalName() : null);
    }
}
