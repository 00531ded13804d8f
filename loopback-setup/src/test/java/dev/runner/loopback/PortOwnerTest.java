package dev.runner.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R1")
@EnabledOnOs(OS.LINUX)
final class PortOwnerTest {
    private static final LoopbackNetwork NETWORK = new LoopbackNetwork(203);
    private static final String LISTENER = "0: 0103CB7F:6DB0 00000000:0000 0A 0:0 0:0 0 0 0 4711 1\n";
    private static final long ME = ProcessHandle.current().pid();

    @Test
    void saysWhetherOneOfTheProcessesListens() throws Exception {
        try (HelperJvm other = HelperJvm.start("listen", NETWORK.host(0), "0")) {
            Endpoint endpoint = new Endpoint(NETWORK.host(0), Integer.parseInt(other.line()));
            assertThat(PortOwner.listensOn(endpoint, Set.of(other.pid()))).isEqualTo(ListenerStatus.YES);
            assertThat(PortOwner.listensOn(endpoint, Set.of(ME, other.pid()))).isEqualTo(ListenerStatus.YES);
            assertThat(PortOwner.listensOn(endpoint, Set.of(ME))).isEqualTo(ListenerStatus.NO);
            assertThat(PortOwner.listensOn(endpoint, Set.of())).isEqualTo(ListenerStatus.NO);
            Endpoint neighbour = new Endpoint(NETWORK.host(1), endpoint.port());
            assertThat(PortOwner.listensOn(neighbour, Set.of(other.pid()))).isEqualTo(ListenerStatus.NO);
            other.kill();
            assertThat(PortOwner.listensOn(endpoint, Set.of(other.pid()))).isEqualTo(ListenerStatus.NO);
        }
    }

    @Test
    void aSocketOfOursListensAsThisUser() throws Exception {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(NETWORK.host(4)));
        Endpoint endpoint = new Endpoint(NETWORK.host(4), socket.getLocalPort());
        try (socket) {
            assertThat(PortOwner.listensAsThisUser(endpoint)).isEqualTo(ListenerStatus.YES);
        }
        assertThat(PortOwner.listensAsThisUser(endpoint)).isEqualTo(ListenerStatus.NO);
    }

    /** User 1003 asks: in the file below {@code self}, the second number is the one that counts. */
    @ParameterizedTest
    @CsvSource({
        "1003, none, YES",
        "1004, none, NO",
        "none, 1003, YES",
        "none, 1004, NO",
        "none, none, NO",
        "wildcard 1004, 1003, YES",
        "wildcard 1003, 1004, NO",
        "wildcard 1003, none, YES",
        "connection 1003, none, NO",
    })
    void comparesTheUserOfTheListener(String ipv6, String ipv4, ListenerStatus expected, @TempDir Path proc)
            throws Exception {
        Files.createDirectories(proc.resolve("net"));
        Files.createDirectories(proc.resolve("self"));
        Files.writeString(proc.resolve("self/status"), "Name:\tjava\nUid:\t0\t1003\t0\t1003\nGid:\t5\t5\t5\t5\n");
        Files.writeString(proc.resolve("net/tcp6"), row("0000000000000000FFFF0000", ipv6));
        Files.writeString(proc.resolve("net/tcp"), row("", ipv4));
        ProcPortOwnerLookup owners = new ProcPortOwnerLookup(new ProcFileSystem(proc));

        assertThat(owners.listensAsThisUser(new Endpoint("127.203.3.1", 28080))).isEqualTo(expected);
    }

    private static String row(String prefix, String what) {
        String uid = what.substring(what.lastIndexOf(' ') + 1);
        String address = what.startsWith("wildcard")
                ? (prefix.isEmpty() ? "" : "0".repeat(24)) + "00000000"
                : prefix + "0103CB7F";
        String state = what.startsWith("connection") ? "01" : "0A";
        return what.equals("none") ? "" : "0: " + address + ":6DB0 0:0 " + state + " 0:0 0:0 0 " + uid + " 0 4711 1\n";
    }

    @Test
    void whoseListenerItIsIsUnknownWithoutTheTables(@TempDir Path empty) throws Exception {
        ProcPortOwnerLookup owners = new ProcPortOwnerLookup(new ProcFileSystem(empty));
        assertThat(owners.listensAsThisUser(new Endpoint("127.203.3.1", 28080))).isEqualTo(ListenerStatus.UNKNOWN);
    }

    @Test
    void aWildcardListenerListensOnEveryAddress() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            Endpoint endpoint = new Endpoint(NETWORK.host(7), socket.getLocalPort());
            assertThat(PortOwner.listensOn(endpoint, Set.of(ME))).isEqualTo(ListenerStatus.YES);
        }
    }

    @Test
    void aConnectionThatOutlivesItsListenerHoldsThePort() throws Exception {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName(NETWORK.host(2)));
        Endpoint endpoint = new Endpoint(NETWORK.host(2), server.getLocalPort());
        try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            server.close();
            assertThat(accepted.isConnected() && client.isConnected()).isTrue();
            assertThat(PortOwner.listensOn(endpoint, Set.of(ME))).isEqualTo(ListenerStatus.NO);
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
    void claimsNothingWithoutTheTables(@TempDir Path empty) {
        ProcPortOwnerLookup owners = new ProcPortOwnerLookup(new ProcFileSystem(empty));
        Endpoint endpoint = new Endpoint(NETWORK.host(3), 28080);
        assertThat(owners.find(Set.of(endpoint))).isEmpty();
        assertThat(owners.listenOn(Map.of(endpoint, Set.of(ME))))
                .containsExactly(Map.entry(endpoint, ListenerStatus.NO));
    }

    @Test
    void aListenerWhoseProcessIsHiddenIsNamedByItsUser(@TempDir Path proc) throws Exception {
        Files.createDirectories(proc.resolve("net"));
        Files.writeString(proc.resolve("net/tcp"), LISTENER, StandardCharsets.ISO_8859_1);
        Endpoint endpoint = new Endpoint(NETWORK.host(3), 28080);
        Map<Endpoint, PortOwner> owners = new ProcPortOwnerLookup(new ProcFileSystem(proc)).find(Set.of(endpoint));
        assertThat(owners.get(endpoint)).isNotNull().satisfies(owner -> {
            assertThat(owner.pid()).isEmpty();
            assertThat(owner.describe()).isEqualTo("a process of user root that you may not see");
        });
    }

    @Test
    void aHiddenProcessMayListen(@TempDir Path proc) throws Exception {
        // A file instead of the directory cannot be listed, even by root, like another user's directory.
        Files.createDirectories(proc.resolve("12"));
        Files.createFile(proc.resolve("12/fd"));
        Endpoint endpoint = new Endpoint(NETWORK.host(3), 28080);
        ProcPortOwnerLookup owners = new ProcPortOwnerLookup(new ProcFileSystem(proc));
        Map<Endpoint, Set<Long>> hidden = Map.of(endpoint, Set.of(12L));
        assertThat(owners.listenOn(hidden)).containsEntry(endpoint, ListenerStatus.UNKNOWN);

        Files.createDirectories(proc.resolve("net"));
        Files.writeString(proc.resolve("net/tcp"), LISTENER, StandardCharsets.ISO_8859_1);
        assertThat(owners.listenOn(hidden)).containsEntry(endpoint, ListenerStatus.UNKNOWN);
        assertThat(owners.listenOn(Map.of(endpoint, Set.of(13L)))).containsEntry(endpoint, ListenerStatus.NO);
        Endpoint silent = new Endpoint(NETWORK.host(4), 28080);
        assertThat(owners.listenOn(Map.of(silent, Set.of(12L)))).containsEntry(silent, ListenerStatus.NO);
    }

    @Test
    void theListenerOnTheExactAddressTakesPrecedence(@TempDir Path proc) throws Exception {
        Files.createDirectories(proc.resolve("net"));
        Files.writeString(
                proc.resolve("net/tcp"),
                LISTENER + "1: 00000000:6DB0 00000000:0000 0A 0:0 0:0 0 0 0 4712 1\n",
                StandardCharsets.ISO_8859_1);
        holdSocket(proc, 21, 4711);
        holdSocket(proc, 22, 4712);
        Endpoint exact = new Endpoint(NETWORK.host(3), 28080);
        Endpoint other = new Endpoint(NETWORK.host(4), 28080);
        ProcPortOwnerLookup owners = new ProcPortOwnerLookup(new ProcFileSystem(proc));
        assertThat(owners.listenOn(Map.of(exact, Set.of(21L), other, Set.of(22L))))
                .containsOnly(Map.entry(exact, ListenerStatus.YES), Map.entry(other, ListenerStatus.YES));
        assertThat(owners.listenOn(Map.of(exact, Set.of(22L), other, Set.of(21L))))
                .containsOnly(Map.entry(exact, ListenerStatus.NO), Map.entry(other, ListenerStatus.NO));
    }

    @Test
    void onMacosListeningIsUnknown() {
        Endpoint endpoint = new Endpoint("127.0.0.1", 1);
        assertThat(PortOwnerLookup.of(HostOs.MACOS).listenOn(Map.of(endpoint, Set.of(ME))))
                .containsExactly(Map.entry(endpoint, ListenerStatus.UNKNOWN));
    }

    private static void holdSocket(Path proc, long pid, long inode) throws IOException {
        Path descriptors = Files.createDirectories(proc.resolve(pid + "/fd"));
        Files.createSymbolicLink(descriptors.resolve("3"), Path.of("socket:[" + inode + "]"));
    }
}
