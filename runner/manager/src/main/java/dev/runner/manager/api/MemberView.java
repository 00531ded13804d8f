package dev.runner.manager.api;

import dev.runner.supervisor.LifecycleState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One member in {@code ps --json}.
 *
 * @param kind the member's key in the spec: {@code worker} for {@code worker-2}
 * @param ordinal 0 to 253; 255 for a member that is on the coordinator's address
 * @param pid the process now; null when there is none
 * @param startedAt when that process started, which tells it from a later one with the same pid; null when there is
 *     none
 * @param restarts how often it was started again by the supervisor
 * @param lastExit how the process before this one ended; null when there was none
 * @param directory absolute
 * @param url where it answers HTTP requests; null where the spec does not say
 * @param formed whether it sees the whole cluster; null where the spec has no probe for that
 * @param paused whether somebody has paused it, and nobody has resumed it since
 * @param debug where a Java debugger attaches, {@code 127.100.0.1:5005}; null where nobody asked for that
 * @param action what somebody asked for that led to its state; null where nobody did
 */
public record MemberView(
        String name,
        String kind,
        int ordinal,
        String address,
        @Nullable Long pid,
        LifecycleState state,
        int restarts,
        @Nullable Instant startedAt,
        @Nullable ExitView lastExit,
        String directory,
        @Nullable String url,
        @Nullable Boolean formed,
        boolean paused,
        @Nullable String debug,
        @Nullable ActionView action) {

    /** The same member without a process, as it is once the cluster has ended. */
    public MemberView ended(LifecycleState state) {
        Boolean apart = formed == null ? null : Boolean.FALSE;
        return new MemberView(
                name, kind, ordinal, address, null, state, restarts, null, lastExit, directory, url, apart, false,
                debug, action);
    }

    Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("kind", kind);
        json.put("ordinal", ordinal);
        json.put("address", address);
        json.put("pid", pid);
        json.put("state", state.label());
        json.put("restarts", restarts);
        json.put("startedAt", startedAt);
        json.put("lastExit", lastExit == null ? null : lastExit.toJson());
        json.put("directory", directory);
        json.put("url", url);
        json.put("formed", formed);
        json.put("paused", paused);
        json.put("debug", debug);
        json.put("cause", action == null ? null : action.cause());
        json.put("action", action == null ? null : action.toJson());
        return json;
    }

    static MemberView fromJson(JsonObject json) {
        return new MemberView(
                json.text("name"),
                json.text("kind"),
                json.integer("ordinal"),
                json.text("address"),
                json.optionalNumber("pid").orElse(null),
                ClusterView.constant(LifecycleState.class, json.text("state")),
                json.integer("restarts"),
                json.optionalInstant("startedAt").orElse(null),
                json.optionalObject("lastExit").map(ExitView::fromJson).orElse(null),
                json.text("directory"),
                json.optionalText("url").orElse(null),
                json.optionalTruth("formed").orElse(null),
                json.flag("paused"),
                json.optionalText("debug").orElse(null),
                action(json));
    }

    /** None either where an earlier version has written the cause alone. */
    private static @Nullable ActionView action(JsonObject json) {
        JsonObject action = json.optionalObject("action").orElse(null);
        return action == null ? null : ActionView.fromJson(json.text("cause"), action);
    }
}
