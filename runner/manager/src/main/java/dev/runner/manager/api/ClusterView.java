package dev.runner.manager.api;

import dev.runner.cluster.ClusterState;
import dev.runner.http.json.JsonRecords;
import dev.runner.http.json.VerbatimRecord;
import java.util.List;
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
        @Nullable Boolean formed)
        implements VerbatimRecord {

    /**
     * The manager process.
     *
     * @param api the URL of its HTTP API
     */
    public record Manager(long pid, String api) {
        public Manager {
            JsonRecords.require("manager.api", api);
        }
    }

    public ClusterView {
        JsonRecords.require("cluster", cluster);
        JsonRecords.require("state", state);
        JsonRecords.require("manager", manager);
        members = List.copyOf(JsonRecords.require("members", members));
    }

    public Optional<MemberView> member(String name) {
        return members.stream().filter(member -> member.name().equals(name)).findFirst();
    }
}
