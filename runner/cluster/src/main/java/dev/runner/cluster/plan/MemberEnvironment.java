package dev.runner.cluster.plan;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The environment variables that tell a member who and where it is. */
final class MemberEnvironment {
    static final String API_KEY = "MULTIHOST_API_KEY";

    /** All that a runner sets: a cluster that is started by a member of another one must not inherit them. */
    private static final Set<String> OWN = Set.of(
            "MULTIHOST_CLUSTER",
            "MULTIHOST_MEMBER",
            "MULTIHOST_ORDINAL",
            "MULTIHOST_IP",
            "MULTIHOST_HOSTS",
            "MULTIHOST_COORDINATOR",
            API_KEY,
            "MULTIHOST_COOKIE",
            "MULTIHOST_NOTICES");

    private MemberEnvironment() {}

    static Map<String, String> inherited(Map<String, String> environment) {
        Map<String, String> inherited = new HashMap<>(environment);
        inherited.keySet().removeAll(OWN);
        return Map.copyOf(inherited);
    }

    /** What is the same for all members. */
    static Map<String, String> shared(ClusterFacts facts) {
        Map<String, String> shared = new LinkedHashMap<>();
        shared.put("MULTIHOST_CLUSTER", facts.name());
        shared.put("MULTIHOST_HOSTS", String.join(",", facts.hosts()));
        if (facts.coordinatorUrl() != null) {
            shared.put("MULTIHOST_COORDINATOR", facts.coordinatorUrl());
        }
        if (facts.apiKey() != null) {
            shared.put(API_KEY, facts.apiKey());
        }
        return shared;
    }

    static Map<String, String> own(String name, int ordinal, String address) {
        Map<String, String> own = new LinkedHashMap<>();
        own.put("MULTIHOST_MEMBER", name);
        own.put("MULTIHOST_ORDINAL", String.valueOf(ordinal));
        own.put("MULTIHOST_IP", address);
        return own;
    }

    record ClusterFacts(
            String name,
            List<String> hosts,
            @Nullable String coordinatorUrl,
            @Nullable String apiKey) {}
}
