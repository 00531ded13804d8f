package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as its file describes it. The components of these records are the keys of the file: their names, types,
 * defaults and descriptions are read off here, by the binding as by whatever documents the format.
 *
 * @param name never null in a spec that was loaded: where the file has none, it is the file's own name
 */
public record ClusterSpec(
        @JsonProperty
        @JsonPropertyDescription("The cluster's name: letters, digits, - and _. Default: the file's name.")
        @Nullable String name,

        @JsonProperty(defaultValue = "1")
        @SchemaConstraint(min = 1, max = 254)
        @JsonPropertyDescription("How many hosts there are, 1 to 254; --hosts overrides it.")
        int hosts,

        @JsonProperty
        @SchemaConstraint(min = 1, max = 255)
        @JsonPropertyDescription("The network 127.NETWORK.x.1, 1 to 255; --network overrides it.")
        @Nullable Integer network,

        @JsonProperty(defaultValue = "false")
        @JsonPropertyDescription(
                "Whether the runner makes a key for the cluster, which members get as MULTIHOST_API_KEY.")
        boolean apiKey,

        @JsonProperty(required = true)
        @JsonPropertyDescription("The kinds of members by name; a member is called KIND-ORDINAL.")
        Map<String, MemberKind> members,

        @JsonProperty
        @JsonPropertyDescription("Commands that are run once for the cluster, when all members are ready.")
        List<CommandTemplate> setup) {
    ClusterSpec withName(String newName) {
        return new ClusterSpec(newName, hosts, network, apiKey, members, setup);
    }

    /** Whether any kind of member runs on the coordinator's address. */
    public boolean hasCoordinator() {
        return members.values().stream().anyMatch(kind -> kind.on().coordinator());
    }
}
