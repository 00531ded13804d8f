package dev.runner.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Tag("R1")
@EnabledOnOs(OS.LINUX)
final class BindProbeTest {
    private static final LoopbackNetwork NETWORK = new LoopbackNetwork(201);
    private static final String THIS =
            "this process itself, pid " + ProcessHandle.current().pid();

    @Test
    @Tag("F8")
    void leasesANetworkWhoseAddressesCanAllBeBound() {
        try (NetworkLease lease = NetworkLease.acquireFirstFree(
                network -> BindProbe.probe(cluster(network)).isEmpty())) {
            assertThat(BindProbe.probe(cluster(lease.network()))).isEmpty();
        }
    }

    @Test
    void anotherProcessIsNamedWithItsPidAndCommandLine() throws Exception {
        try (HelperJvm other = HelperJvm.start("listen", NETWORK.host(2), "0")) {
            Endpoint held = new Endpoint(NETWORK.host(2), Integer.parseInt(other.line()));
            Endpoint free = new Endpoint(NETWORK.host(3), held.port());
            List<BindProblem> problems = BindProbe.probe(List.of(free, held, held));
            assertThat(problems).singleElement().satisfies(problem -> {
                assertThat(problem.endpoints()).containsExactly(held);
                assertThat(problem.reason()).isEqualTo(BindProblem.Reason.PORT_HELD);
                assertThat(problem.message())
                        .startsWith(held + " is held by pid " + other.pid() + " (")
                        .contains("java")
                        .endsWith("stop it (`kill " + other.pid() + "`), or choose another network (--network)")
                        .doesNotContain("\n");
                assertThat(problem.owner()).isNotNull();
            });
        }
    }

    @Test
    void reportsAListenerOnTheIpv4WildcardOncePerPort() throws Exception {
        try (HelperJvm other = HelperJvm.start("listen", "0.0.0.0", "0")) {
            int port = Integer.parseInt(other.line());
            assertThat(BindProbe.probe(endpoints(port, 3))).singleElement().satisfies(problem -> {
                assertThat(problem.endpoints()).isEqualTo(endpoints(port, 3));
                assertThat(problem.message())
                        .startsWith("127.201.0.1:" + port + " and the same port of 2 more addresses are held by pid "
                                + other.pid() + " (")
                        .contains("which listens on the wildcard address ")
                        .endsWith("stop it (`kill " + other.pid() + "`), or let it listen on one address only");
            });
        }
    }

    @Test
    void namesAListenerOfThisProcess() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(NETWORK.host(4)))) {
            Endpoint endpoint = new Endpoint(NETWORK.host(4), socket.getLocalPort());
            assertThat(BindProbe.probe(List.of(endpoint)))
                    .extracting(BindProblem::message)
                    .containsExactly(endpoint + " is held by " + THIS + ": close it before the cluster starts");
        }
    }

    @Test
    void ignoresConnectionsOfAFormerCluster() throws IOException {
        Endpoint endpoint;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName(NETWORK.host(5)))) {
            endpoint = new Endpoint(NETWORK.host(5), server.getLocalPort());
            try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
                // The side that closes first stays in TIME_WAIT.
                server.accept().close();
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
        }
        assertThat(BindProbe.probe(List.of(endpoint))).isEmpty();
    }

    @Test
    void reportsAMissingAddressOnceWithTheRemedy() {
        // 192.0.2.0/24 is reserved for documentation (RFC 5737): no machine has it.
        List<Endpoint> endpoints = List.of(new Endpoint("192.0.2.1", 28080), new Endpoint("192.0.2.1", 29000));
        assertThat(probeOn(HostOs.MACOS, endpoints))
                .containsExactly("192.0.2.1 is not assigned to this machine: run"
                        + " `sudo ifconfig lo0 alias 192.0.2.1 netmask 255.255.255.255`");
        assertThat(probeOn(HostOs.LINUX, endpoints))
                .containsExactly("192.0.2.1 is not assigned to this machine: run"
                        + " `sudo ip address add 192.0.2.1/32 dev lo`");
        assertThat(probeOn(HostOs.OTHER, endpoints)).hasSize(1);
        assertThat(BindProbe.probe(endpoints))
                .extracting(BindProblem::reason)
                .containsExactly(BindProblem.Reason.ADDRESS_NOT_ASSIGNED);
    }

    @Test
    void namesTheUserOfAnotherUsersProcess() {
        PortOwner unseen = new PortOwner("127.201.6.1", 28080, OptionalLong.empty(), "", "user postgres", true);
        List<Endpoint> endpoints = List.of(new Endpoint("127.201.6.1", 28080));
        assertThat(BindProblem.held(endpoints, unseen, HostOs.LINUX).message())
                .isEqualTo("127.201.6.1:28080 is held by a process of user postgres that you may not see:"
                        + " `sudo ss -ltnp sport = :28080` names it");
        assertThat(BindProblem.held(endpoints, null, HostOs.MACOS).message())
                .isEqualTo("127.201.6.1:28080 is held by a process that you may not see:"
                        + " `sudo lsof -nP -iTCP:28080` names it");
    }

    @Test
    void explainsPrivilegedPorts() {
        assertThat(BindProblem.refused(new Endpoint("127.201.6.1", 80), new IOException("Permission denied"))
                        .message())
                .isEqualTo("127.201.6.1:80 cannot be bound (Permission denied): choose a port of 1024 or above, below"
                        + " it only root may listen");
    }

    @Test
    void everyAddressOfANetworkCanBeBoundOnLinux() {
        LoopbackAddressCheck check = LoopbackAddressCheck.of(NETWORK, 254);
        assertThat(check.isOk()).isTrue();
        assertThat(check.bindable()).isEqualTo(NETWORK.addresses(254));
        assertThat(check.summary()).isEqualTo("network 201: 256 of 256 addresses can be bound");
    }

    @Test
    void theCheckReportsMissingAddressesWithTheRemedy() {
        BindProblem missing = BindProblem.notAssigned(new Endpoint("127.201.0.1", 28080), HostOs.LINUX);
        LoopbackAddressCheck check = new LoopbackAddressCheck(NETWORK, 1, List.of("127.201.254.1"), List.of(missing));
        assertThat(check.isOk()).isFalse();
        assertThat(check.summary())
                .isEqualTo("network 201: 1 of 2 addresses can be bound; 127.201.0.1 is not assigned to this machine:"
                        + " run `sudo ip link set lo up`, with which Linux has all of 127.0.0.0/8");
    }

    private static List<String> probeOn(HostOs os, List<Endpoint> endpoints) {
        return new BindProbe(os, (Set<Endpoint> held) -> Map.of())
                .findProblems(endpoints).stream().map(BindProblem::message).toList();
    }

    private static List<Endpoint> cluster(LoopbackNetwork network) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (String address : network.addresses(LoopbackNetwork.MAX_HOSTS)) {
            endpoints.add(new Endpoint(address, ClusterPorts.HTTP));
            endpoints.add(new Endpoint(address, ClusterPorts.EXCHANGE));
        }
        return endpoints;
    }

    private static List<Endpoint> endpoints(int port, int hosts) {
        return NETWORK.hosts(hosts).stream()
                .map(address -> new Endpoint(address, port))
                .toList();
    }
}
