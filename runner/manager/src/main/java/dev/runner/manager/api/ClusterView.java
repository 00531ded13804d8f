package dev.runner.manager.api;

import dev.runner.cluster.ClusterState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A whole cluster at one moment: the answer to {@code GET /api/v1/status}, what {@code ps --json} prints, and what
 * remains in {@code last.json} when it has ended. Its JSON is a contract with scripts: fields are added, never renamed.
 *
 * @param manager who supervises it
 * @param coordinator the coordinator's URL; null where the spec has none
 * @param apiKey the key that its members ask for; null where the cluster has none
 * @param fatal the message of the first fatal error; null while there is none
 * @param formed whether all members see the whole cluster; null where the spec has no probe for that
 */
public record ClusterView(
        String cluster,
        int network,
        ClusterState state,
        Manager manager,
        @Nullable String coordinator,
        List<MemberView> members,
        @Nullable String apiKey,
        @Nullable String fatal,
        @Nullable Boolean formed) {

    /**
     * The manager process.
     *
     * @param api the URL of its HTTP API
     */
    public record Manager(long pid, String api) {
        /** In this order in every run, which {@code Map.of} would not be. */
        Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("pid", pid);
            json.put("api", api);
            return json;
        }
    }

    public ClusterView {
        members = List.copyOf(members);
    }

    public Optional<MemberView> member(String name) {
        return members.stream().filter(member -> member.name().equals(name)).findFirst();
    }

    public Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("cluster", cluster);
        json.put("network", network);
        json.put("state", state.label());
        json.put("manager", manager.toJson());
        json.put("coordinator", coordinator);
        json.put("members", members.stream().map(MemberView::toJson).toList());
        json.put("apiKey", apiKey);
        json.put("fatal", fatal);
        json.put("formed", formed);
        return json;
    }

    /**
     * Reads what {@link #toJson()} wrote.
     *
     * @throws JsonException when it is something else
     */
    public static ClusterView fromJson(JsonObject json) {
        JsonObject manager = json.object("manager");
        return new ClusterView(
                json.text("cluster"),
                json.integer("network"),
                constant(ClusterState.class, json.text("state")),
                new Manager(manager.number("pid"), manager.text("api")),
                json.optionalText("coordinator").orElse(null),
                json.objects("members", MemberView::fromJson),
                json.optionalText("apiKey").orElse(null),
                json.optionalText("fatal").orElse(null),
                json.optionalTruth("formed").orElse(null));
    }

    static <E extends Enum<E>> E constant(Class<E> type, String json) {
        try {
            return Enum.valueOf(type, json.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new JsonException("\"state\" is unknown: " + json, e);
        }
    }
}
