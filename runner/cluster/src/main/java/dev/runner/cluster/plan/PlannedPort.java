package dev.runner.cluster.plan;

import dev.runner.cluster.spec.PortProtocol;
import dev.runner.loopback.Endpoint;
import java.util.List;

/** A port that a member listens on, on its own address. */
public record PlannedPort(Endpoint endpoint, PortProtocol protocol) {
    /** Where those of one protocol are: UDP, or all others, which are TCP. */
    static List<Endpoint> endpoints(List<PlannedPort> ports, boolean udp) {
        return ports.stream()
                .filter(port -> port.isUdp() == udp)
                .map(PlannedPort::endpoint)
                .toList();
    }

    public int port() {
        return endpoint.port();
    }

    public boolean isUdp() {
        return protocol.isUdp();
    }

    /** {@code 8000}, {@code 7946/udp}. */
    public String describe() {
        return isUdp() ? port() + "/udp" : String.valueOf(port());
    }
}
