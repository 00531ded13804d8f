package dev.runner.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Tag("F14")
@EnabledOnOs(OS.LINUX)
class UdpPortsTest {
    private static final String ADDRESS = "127.222.34.1";

    @Test
    void findsWhoHasBoundAPort() throws IOException {
        long own = ProcessHandle.current().pid();
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(ADDRESS))) {
            Endpoint endpoint = new Endpoint(ADDRESS, socket.getLocalPort());

            assertThat(UdpPorts.isFree(endpoint)).isFalse();
            assertThat(UdpPorts.probe(List.of(endpoint)))
                    .extracting(BindProblem::message)
                    .containsExactly("UDP port " + endpoint + " is held by this process itself, pid " + own
                            + ": close it before the cluster starts");
            assertThat(UdpPorts.boundBy(endpoint, Set.of(own))).isEqualTo(ListenerStatus.YES);
            assertThat(UdpPorts.boundBy(endpoint, Set.of(1L << 30))).isEqualTo(ListenerStatus.NO);
        }
    }

    @Test
    void aFreePortIsNoProblem() throws IOException {
        Endpoint endpoint;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(ADDRESS))) {
            endpoint = new Endpoint(ADDRESS, socket.getLocalPort());
        }
        assertThat(UdpPorts.isFree(endpoint)).isTrue();
        assertThat(UdpPorts.probe(List.of(endpoint))).isEmpty();
        assertThat(UdpPorts.boundBy(endpoint, Set.of(ProcessHandle.current().pid())))
                .isEqualTo(ListenerStatus.NO);
    }

    @Test
    void aSocketOnTheWildcardIsInTheWayToo() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0)) {
            Endpoint endpoint = new Endpoint(ADDRESS, socket.getLocalPort());

            assertThat(UdpPorts.probe(List.of(endpoint)))
                    .singleElement()
                    .satisfies(problem -> assertThat(
                                    Objects.requireNonNull(problem.owner()).isWildcard())
                            .isTrue());
        }
    }
}
