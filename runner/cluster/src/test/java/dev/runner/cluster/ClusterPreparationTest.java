package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runner.cluster.ClusterFixture.Wish;
import dev.runner.cluster.spec.SpecException;
import dev.runner.loopback.LoopbackNetwork;
import dev.runner.loopback.NetworkLease;
import dev.runner.loopback.NetworkUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ClusterPreparationTest {
    @TempDir
    Path home;

    @Test
    @Tag("F8")
    void refusesANetworkThatAnotherClusterHas() {
        try (NetworkLease taken = leaseAny()) {
            int number = taken.network().number();

            MachineNotReadyException refused = refusal("members: {a: {command: 'true'}}", Wish.on(number));

            assertThat(refused.problems()).hasSize(1);
            assertThat(refused.problems().get(0)).contains("network " + number + " is in use by ", "--network");
        }
    }

    @Test
    @Tag("R1")
    void namesWhatIsInTheWayInTheNetworkThatWasAskedFor() throws Exception {
        LoopbackNetwork network = freeNetwork();
        try (ServerSocket held = listen(network.host(1), 0)) {
            int port = held.getLocalPort();
            MachineNotReadyException refused = refusal(
                    "hosts: 2\nmembers: {a: {command: 'true', ports: [" + port + "]}}", Wish.on(network.number()));

            assertThat(refused.problems()).hasSize(1);
            assertThat(refused.problems().get(0))
                    .startsWith("127." + network.number() + ".1.1:" + port + " is held by ");
        }
        NetworkLease.acquire(network).close();
    }

    @Test
    @Tag("R1")
    void reportsAListenerOnTheWildcardAddressOnce() throws Exception {
        try (ServerSocket wildcard = new ServerSocket(0)) {
            MachineNotReadyException refused = refusal(
                    "hosts: 5\nmembers: {a: {command: 'true', ports: [" + wildcard.getLocalPort() + "]}}", Wish.NONE);

            assertThat(refused.problems()).hasSize(1);
            assertThat(refused.problems().get(0))
                    .contains(
                            "the same port of 4 more addresses",
                            String.valueOf(ProcessHandle.current().pid()));
        }
    }

    @Test
    @Tag("F8")
    void fallsToTheNextNetworkWhenSomethingIsInTheWay() throws Exception {
        String yaml = "members: {a: {command: 'true', ports: [%d]}}";
        try (ServerSocket any = listen("127.100.0.1", 0)) {
            int port = any.getLocalPort();
            try (ClusterFixture real = ClusterFixture.prepare(home, yaml.formatted(port), Wish.NONE)) {
                int number = real.cluster.plan().network().number();

                assertThat(number).isBetween(101, LoopbackNetwork.LAST_LEASED);
                assertThat(real.address("a-0")).isEqualTo("127." + number + ".0.1");
            }
        }
    }

    @Test
    @Tag("F8")
    void twoClustersInOneJvmGetTwoNetworks() throws Exception {
        String yaml = "members: {a: {command: 'true', ports: [28080]}}";
        try (ClusterFixture one = ClusterFixture.prepare(home.resolve("one"), yaml, Wish.NONE);
                ClusterFixture two = ClusterFixture.prepare(home.resolve("two"), yaml, Wish.NONE)) {
            assertThat(one.cluster.plan().network())
                    .isNotEqualTo(two.cluster.plan().network());
        }
    }

    @Test
    @Tag("F14")
    void givesEverythingBackWhenTheSpecIsWrong() throws Exception {
        ClusterOptions options = ClusterFixture.options(home, "members: {a: {command: [no-such-program]}}", Wish.NONE);

        SpecException mistake = catchThrowableOfType(SpecException.class, () -> ProcessCluster.prepare(options));

        assertThat(mistake).hasMessageContaining("no-such-program");
        LockedClusterDirectory.lock(options.directory()).close();
    }

    @Test
    void givesEverythingBackWhenItFailsHalfWay() throws Exception {
        LoopbackNetwork network = freeNetwork();
        Path directory = home.resolve(".runner/test");
        // No file can be made of this name: the timeline comes after the lock and the lease.
        Files.createDirectories(directory.resolve("events.jsonl/x"));

        MachineNotReadyException refused = refusal("members: {a: {command: 'true'}}", Wish.on(network.number()));

        assertThat(refused.problems().get(0)).contains("cannot be prepared", "events.jsonl");
        NetworkLease.acquire(network).close();
        LockedClusterDirectory.lock(directory).close();
    }

    @Test
    @Tag("R8")
    void aDraftTouchesNothing() throws Exception {
        ClusterOptions options = ClusterFixture.options(home, "members: {a: {command: 'true'}}", Wish.NONE);

        assertThat(ProcessCluster.draft(options).members()).hasSize(1);
        assertThat(options.directory()).doesNotExist();
    }

    private MachineNotReadyException refusal(String yaml, Wish wish) {
        return catchThrowableOfType(
                MachineNotReadyException.class, () -> ProcessCluster.prepare(ClusterFixture.options(home, yaml, wish)));
    }

    private static ServerSocket listen(String address, int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        return socket;
    }

    private static LoopbackNetwork freeNetwork() {
        try (NetworkLease lease = leaseAny()) {
            return lease.network();
        }
    }

    /** Outside of what is leased without being asked for, so that no other build takes it in between. */
    private static NetworkLease leaseAny() {
        int first = 200 + (int) (ProcessHandle.current().pid() % 40);
        for (int number = first; number <= 250; number++) {
            Optional<NetworkLease> lease = tryLease(number);
            if (lease.isPresent()) {
                return lease.get();
            }
        }
        throw new AssertionError("no network from 200 to 250 is free");
    }

    private static Optional<NetworkLease> tryLease(int number) {
        try {
            return Optional.of(NetworkLease.acquire(new LoopbackNetwork(number)));
        } catch (NetworkUnavailableException e) {
            // Another build has it: the next may be free.
            return Optional.empty();
        }
    }
}
