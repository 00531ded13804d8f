package dev.runner.cluster.template;

import dev.runner.loopback.ClusterPorts;
import dev.runner.loopback.LoopbackNetwork;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The values that the texts of one member can name.
 *
 * @param name the member's name
 * @param kind its key in the spec
 * @param ordinal its host, or {@link LoopbackNetwork#COORDINATOR_ORDINAL}
 * @param directory its working directory, absolute
 * @param shared what is the same for every member
 */
public record MemberTemplateValues(String name, String kind, int ordinal, Path directory, Shared shared) {
    /**
     * What every member of a cluster sees alike.
     *
     * @param specDirectory where the spec's file is, as {@code {{spec.dir}}}
     * @param hosts the ordinals of the hosts that there are, ascending
     * @param hasCoordinator whether the spec has a member on the coordinator's address
     * @param environment of the process that brings the cluster up, as {@code {{env.NAME}}}
     * @param java the java program that runs the runner
     * @param membersJar the jar with the coordinator and the worker
     * @param heap megabytes for {@code -Xmx}
     */
    public record Shared(
            Path specDirectory,
            LoopbackNetwork network,
            List<Integer> hosts,
            boolean hasCoordinator,
            Map<String, String> environment,
            Path java,
            Path membersJar,
            int heap) {
        /** The values by name that are the same for all, as {@link Templates#render} takes them. */
        public Map<String, Object> toMap() {
            Map<String, Object> values = new HashMap<>();
            values.put("count", hosts.size());
            values.put("others", hosts.size() - 1);
            values.put("network", network.number());
            values.put("hosts", places(-1));
            values.put("first", new FirstHosts(places(-1)));
            values.put("coordinator", coordinator());
            values.put("env", environment);
            values.put("java", java.toString());
            values.put("spec", Map.of("dir", specDirectory.toString()));
            values.put("members", membersJar.toString());
            values.put("heap", heap);
            values.put("ports", Map.of("http", ClusterPorts.HTTP, "exchange", ClusterPorts.EXCHANGE));
            return values;
        }

        /** @param self the ordinal of who asks; -1 for nobody */
        private List<Map<String, Object>> places(int self) {
            return new Places(network, hosts, self);
        }

        /** False where there is none: a section on it is skipped then, and {@code {{coordinator.ip}}} is an error. */
        private Object coordinator() {
            return hasCoordinator ? place(LoopbackNetwork.COORDINATOR_ORDINAL, network.coordinator()) : false;
        }
    }

    /** The member's own address. */
    public String address() {
        return ordinal == LoopbackNetwork.COORDINATOR_ORDINAL
                ? shared.network().coordinator()
                : shared.network().host(ordinal);
    }

    /** The values by name, as {@link Templates#render} takes them. */
    public Map<String, Object> toMap() {
        Map<String, Object> values = shared.toMap();
        values.putAll(place(ordinal, address()));
        values.put("name", name);
        values.put("kind", kind);
        values.put("dir", directory.toString());
        values.put("hosts", shared.places(ordinal));
        values.put("first", new FirstHosts(shared.places(ordinal)));
        return values;
    }

    /** Made when it is looked at: few members name all hosts, and with 254 each of them would hold 254. */
    private static final class Places extends AbstractList<Map<String, Object>> {
        private final LoopbackNetwork network;
        private final List<Integer> hosts;
        private final int self;

        Places(LoopbackNetwork network, List<Integer> hosts, int self) {
            this.network = network;
            this.hosts = hosts;
            this.self = self;
        }

        @Override
        public Map<String, Object> get(int index) {
            int ordinal = hosts.get(index);
            Map<String, Object> host = new HashMap<>(place(ordinal, network.host(ordinal)));
            host.put("self", ordinal == self);
            return host;
        }

        @Override
        public int size() {
            return hosts.size();
        }
    }

    private static Map<String, Object> place(int ordinal, String address) {
        return Map.of("ip", address, "octets", address.replace('.', ','), "ordinal", ordinal, "number", ordinal + 1);
    }
}
