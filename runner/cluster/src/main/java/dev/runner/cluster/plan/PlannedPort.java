package dev.runner.cluster.plan;

import dev.runner.cluster.spec.PortProtocol;
import dev.runner.loopback.Endpoint;

/** A port that a member listens on, on its own address. */
public record PlannedPort(Endpoint endpoint, PortProtocol protocol) {
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
