package dev.runner.cluster.plan;

import dev.runner.cluster.readiness.Probe;
import dev.runner.cluster.readiness.ReadinessRule;
import dev.runner.cluster.spec.PortProtocol;
import dev.runner.cluster.spec.RestartRule;
import dev.runner.cluster.spec.StopRule;
import dev.runner.loopback.Endpoint;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One member, ready to be started: nothing is left to fill in.
 *
 * @param kind its key in the spec
 * @param command an absolute program and its arguments
 * @param inherited the environment of the runner, without what a cluster around it has set
 * @param added what the runner and the spec set; it wins. MULTIHOST_COOKIE and MULTIHOST_NOTICES come with each start
 * @param directory its working directory, absolute; it need not exist yet
 * @param formed how it proves that the cluster has formed; null where it need not
 * @param order when it starts and stops, and joins and leaves
 * @param start its files, what is run before its first start, and the like
 */
public record PlannedMember(
        String kind,
        String name,
        int ordinal,
        String address,
        List<String> command,
        Map<String, String> inherited,
        Map<String, String> added,
        Path directory,
        List<PlannedPort> ports,
        ReadinessRule ready,
        @Nullable ReadinessRule formed,
        StopRule stop,
        RestartRule restart,
        PlannedOrder order,
        PlannedStart start) {
    /** The names of the members that must be ready before. */
    public List<String> after() {
        return order.after();
    }

    /** The whole environment, a copy of its own. */
    public Map<String, String> environment() {
        Map<String, String> all = new HashMap<>(inherited);
        all.putAll(added);
        return all;
    }

    /** The TCP ports. */
    public List<Endpoint> tcpEndpoints() {
        return PlannedPort.endpoints(ports, false);
    }

    public List<Endpoint> udpEndpoints() {
        return PlannedPort.endpoints(ports, true);
    }

    /** Where it speaks HTTP, as its ports or its probes say; null where nothing says so. */
    public @Nullable String url() {
        for (PlannedPort port : ports) {
            if (port.protocol() == PortProtocol.HTTP || port.protocol() == PortProtocol.HTTPS) {
                return port.protocol().label() + "://" + port.endpoint();
            }
        }
        for (ReadinessRule rule : formed == null ? List.of(ready) : List.of(ready, formed)) {
            if (rule.probe() instanceof Probe.Http http) {
                return "http://" + http.endpoint();
            }
        }
        return null;
    }

    /** Without environment, which holds the cluster's key. */
    @Override
    public String toString() {
        return name + " at " + address;
    }
}
