package dev.runner.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("R1")
@EnabledOnOs(OS.LINUX)
final class PortOwnerTest {
    private static final LoopbackNetwork NETWORK = new LoopbackNetwork(203);
    private static final long ME = ProcessHandle.current().pid();

    @Test
    void saysWhetherOneOfTheProcessesListens() throws Exception {
        try (OtherProcess other = OtherProcess.start("listen", NETWORK.host(0), "0")) {
            Endpoint endpoint = new Endpoint(NETWORK.host(0), Integer.parseInt(other.line()));
            assertThat(PortOwner.listensOn(endpoint, Set.of(other.pid()))).isEqualTo(Listening.YES);
            assertThat(PortOwner.listensOn(endpoint, Set.of(ME, other.pid()))).isEqualTo(Listening.YES);
            assertThat(PortOwner.listensOn(endpoint, Set.of(ME))).isEqualTo(Listening.NO);
            assertThat(PortOwner.listensOn(endpoint, Set.of())).isEqualTo(Listening.NO);
            Endpoint neighbour = new Endpoint(NETWORK.host(1), endpoint.port());
            assertThat(PortOwner.listensOn(neighbour, Set.of(other.pid()))).isEqualTo(Listening.NO);
            other.kill();
            assertThat(PortOwner.listensOn(endpoint, Set.of(other.pid()))).isEqualTo(Listening.NO);
        }
    }

    @Test
    void aWildcardListenerListensOnEveryAddress() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            Endpoint endpoint = new Endpoint(NETWORK.host(7), socket.getLocalPort());
            assertThat(PortOwner.listensOn(endpoint, Set.of(ME))).isEqualTo(Listening.YES);
        }
    }

    @Test
    void aConnectionThatOutlivesItsListenerIsFoundButDoesNotListen() throws Exception {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName(NETWORK.host(2)));
        Endpoint endpoint = new Endpoint(NETWORK.host(2), server.getLocalPort());
        try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            server.close();
            assertThat(accepted.isConnected() && client.isConnected()).isTrue();
            assertThat(PortOwner.listensOn(endpoint, Set.of(ME))).isEqualTo(Listening.NO);
            PortOwner owner = PortOwner.find(Set.of(endpoint)).get(endpoint);
            assertThat(owner).isNotNull();
            assertThat(owner.listening()).isFalse();
            assertThat(owner.describe())
                    .isEqualTo("this process itself, pid " + ME + ", by a connection that is still open");
        } finally {
            server.close();
        }
    }

    @Test
    void withoutTheTablesNothingIsClaimed(@TempDir Path empty) {
        ProcPortOwners owners = new ProcPortOwners(new Proc(empty));
        Endpoint endpoint = new Endpoint(NETWORK.host(3), 28080);
        assertThat(owners.find(Set.of(endpoint))).isEmpty();
        assertThat(owners.listensOn(endpoint, Set.of(ME))).isEqualTo(Listening.UNKNOWN);
    }

    @Test
    void aListenerWhoseProcessIsHiddenIsNamedByItsUser(@TempDir Path proc) throws Exception {
        Files.createDirectories(proc.resolve("net"));
        Files.writeString(
                proc.resolve("net/tcp"),
                "0: 0103CB7F:6DB0 00000000:0000 0A 0:0 0:0 0 0 0 4711 1\n",
                StandardCharsets.ISO_8859_1);
        Endpoint endpoint = new Endpoint(NETWORK.host(3), 28080);
        Map<Endpoint, PortOwner> owners = new ProcPortOwners(new Proc(proc)).find(Set.of(endpoint));
        assertThat(owners.get(endpoint)).isNotNull().satisfies(owner -> {
            assertThat(owner.pid()).isEmpty();
            assertThat(owner.describe()).isEqualTo("a process of user root that you may not see");
        });
    }

    @Test
    void aProcessWhoseDescriptorsMayNotBeReadIsUnknown(@TempDir Path proc) throws Exception {
        // A file in place of the directory fails as a directory of another user does, also for root.
        Files.createDirectories(proc.resolve("12"));
        Files.createFile(proc.resolve("12/fd"));
        assertThat(new Proc(proc).holdsOneOf(12, Set.of(1L))).isEqualTo(Listening.UNKNOWN);
        assertThat(new Proc(proc).holdsOneOf(13, Set.of(1L))).isEqualTo(Listening.NO);
    }

    @Test
    void onMacosListeningIsUnknown() {
        assertThat(PortOwners.of(HostOs.MACOS).listensOn(new Endpoint("127.0.0.1", 1), Set.of(ME)))
                .isEqualTo(Listening.UNKNOWN);
    }
}
