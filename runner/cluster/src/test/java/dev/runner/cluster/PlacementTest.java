package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runner.cluster.ClusterFixture.Wish;
import dev.runner.loopback.LoopbackNetwork;
import dev.runner.loopback.NetworkLease;
import dev.runner.loopback.NetworkUnavailableException;
import dev.runner.supervisor.Action;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster runs where its data was made. */
@Tag("F8")
@Timeout(60)
class PlacementTest {
    private static final String ONE =
            "members: {a: {command: 'echo data > data; exec sleep 60', ready: {command: [test, -f, data]}}}";

    @TempDir
    Path home;

    @Test
    void aClusterKeepsItsNetwork() throws Exception {
        int number = runOnceOn(freeNetwork());

        try (ClusterFixture real = ClusterFixture.start(home, ONE)) {
            assertThat(network(real)).isEqualTo(number);
        }
        assertThat(ProcessCluster.draft(ClusterFixture.options(home, ONE, Wish.NONE))
                        .network()
                        .number())
                .isEqualTo(number);
    }

    @Test
    void whereItsNetworkIsTakenItIsToldByWhomAndWhatToDo() throws Exception {
        LoopbackNetwork network = freeNetwork();
        runOnceOn(network);
        try (NetworkLease taken = NetworkLease.acquire(network)) {
            assertThat(refusal(ONE, Wish.NONE).problems().get(0))
                    .startsWith("network " + taken.network().number()
                            + ", on which this cluster's data was made, is in use by another cluster of this process")
                    .contains("`--network N`", "`--fresh`");

            try (ClusterFixture anew = ClusterFixture.start(home, ONE, Wish.anew())) {
                assertThat(network(anew)).isNotEqualTo(network.number());
            }
        }
    }

    @Test
    void aProcessOnItsNetworkIsNamed() throws Exception {
        LoopbackNetwork network = freeNetwork();
        String yaml = "members: {a: {command: 'exec sleep 60', ports: [28081], ready: {command: 'true'}}}";
        try (ClusterFixture real = ClusterFixture.start(home, yaml, Wish.on(network.number()))) {
            real.awaitReady();
        }
        try (ServerSocket socket = new ServerSocket(28081, 1, InetAddress.getByName(network.host(0)))) {
            assertThat(socket.isBound()).isTrue();
            List<String> problems = refusal(yaml, Wish.NONE).problems();
            assertThat(problems.get(0)).startsWith(network.host(0) + ":28081 is held by");
            assertThat(problems.get(1))
                    .contains("network " + network.number() + " is the one on which this cluster's data was made")
                    .contains("`--network N`", "`--fresh`");
        }
    }

    @Test
    void anotherNetworkThanThatOfTheDataIsUsedWithAWarning() throws Exception {
        int first = runOnceOn(freeNetwork());
        int second = freeNetwork(first).number();

        try (ClusterFixture real =
                ClusterFixture.start(home, ONE, Wish.on(second)).awaitReady()) {
            assertThat(network(real)).isEqualTo(second);
            assertThat(real.problems)
                    .anyMatch(note -> note.contains("data was made on network " + first + " ")
                            && note.contains("network " + second + " is asked for")
                            && note.contains("--fresh"));
        }
        try (ClusterFixture real = ClusterFixture.start(home, ONE).awaitReady()) {
            assertThat(network(real)).isEqualTo(second);
            assertThat(real.problems).isEmpty();
        }
    }

    @Test
    void theSpecSaysTheNetworkAndAnOptionOverridesIt() throws Exception {
        int first = freeNetwork().number();
        int second = freeNetwork(first).number();
        String yaml = "network: " + first + "\n" + ONE;

        try (ClusterFixture real = ClusterFixture.prepare(home, yaml, Wish.NONE)) {
            assertThat(network(real)).isEqualTo(first);
        }
        try (ClusterFixture real = ClusterFixture.prepare(home, yaml, Wish.on(second))) {
            assertThat(network(real)).isEqualTo(second);
        }
        try (NetworkLease taken = NetworkLease.acquire(new LoopbackNetwork(first))) {
            assertThat(refusal(yaml, Wish.NONE).problems().get(0))
                    .startsWith("network " + taken.network().number() + ", which the spec asks for, is in use by");
        }
    }

    @Test
    void aClusterThatNeverStartedAMemberKeepsNothing() throws Exception {
        LoopbackNetwork network = freeNetwork();
        ClusterFixture.prepare(home, ONE, Wish.on(network.number())).close();

        try (NetworkLease taken = NetworkLease.acquire(network);
                ClusterFixture real = ClusterFixture.prepare(home, ONE, Wish.NONE)) {
            assertThat(network(real)).isNotEqualTo(taken.network().number());
        }
    }

    @Test
    void whatAClusterBesideItHadIsLeftToThat() throws Exception {
        Path other = home.resolve(".runner/other");
        Files.createDirectories(other);
        int free;
        try (ClusterFixture real = ClusterFixture.prepare(home, ONE, Wish.NONE)) {
            free = network(real);
        }
        new RememberedCluster(other.toRealPath().toString(), "", free, 1, 1, Set.of()).write(other);

        try (ClusterFixture real = ClusterFixture.prepare(home, ONE, Wish.NONE)) {
            assertThat(network(real)).isNotEqualTo(free);
        }
    }

    @Test
    void aCopyIsAnotherClusterAndSaysSo() throws Exception {
        LoopbackNetwork network = freeNetwork();
        runOnceOn(network);
        Path copy = home.resolve("copy");
        copy(home.resolve(".runner"), copy.resolve(".runner"));

        try (NetworkLease taken = NetworkLease.acquire(network);
                ClusterFixture real = ClusterFixture.start(copy, ONE).awaitReady()) {
            assertThat(network(real)).isNotEqualTo(taken.network().number());
            assertThat(real.problems).anyMatch(note -> note.contains("is a copy of " + home));
        }
    }

    @Test
    void aCopyIsAnotherClusterAlsoWhereTheOriginalHasGone() throws Exception {
        int number = runOnceOn(freeNetwork());
        Path copy = home.resolve("copy");
        copy(home.resolve(".runner"), copy.resolve(".runner"));
        Files.move(home.resolve(".runner"), home.resolve("elsewhere"));

        try (ClusterFixture real = ClusterFixture.start(copy, ONE).awaitReady()) {
            assertThat(network(real)).isNotEqualTo(number);
            assertThat(real.problems).anyMatch(note -> note.contains("is a copy of " + home));
        }
    }

    @Test
    void aBackupThatIsPutBackIsTheSameCluster() throws Exception {
        int number = runOnceOn(freeNetwork());
        Path backup = home.resolve("backup");
        copy(home.resolve(".runner"), backup);
        Files.move(home.resolve(".runner"), home.resolve("lost"));
        copy(backup, home.resolve(".runner"));

        try (ClusterFixture real = ClusterFixture.prepare(home, ONE, Wish.NONE)) {
            assertThat(network(real)).isEqualTo(number);
        }
    }

    @Test
    void aClusterThatMovedKeepsItsNetwork() throws Exception {
        int number = runOnceOn(freeNetwork());
        Path moved = home.resolve("moved");
        Files.createDirectories(moved);
        Files.move(home.resolve(".runner"), moved.resolve(".runner"));

        try (ClusterFixture real = ClusterFixture.prepare(moved, ONE, Wish.NONE)) {
            assertThat(network(real)).isEqualTo(number);
        }
    }

    @Test
    void aNumberThatTheSpecNamesAnewIsTheNumber() throws Exception {
        try (ClusterFixture real =
                ClusterFixture.start(home, "hosts: 2\n" + ONE).awaitReady()) {
            ClusterFixture.within(real.cluster.addHosts(1));
            real.cluster.stop(Action.ShutdownReason.DOWN);
            real.awaitEnd();
        }
        try (ClusterFixture real =
                ClusterFixture.start(home, "hosts: 2\n" + ONE).awaitReady()) {
            assertThat(real.cluster.plan().hosts()).isEqualTo(3);
            assertThat(real.problems).anyMatch(note -> note.contains("`--hosts 2` takes those of the spec"));
        }
        try (ClusterFixture real =
                ClusterFixture.start(home, "hosts: 1\n" + ONE).awaitReady()) {
            assertThat(real.cluster.plan().hosts()).isEqualTo(1);
            assertThat(real.problems)
                    .anyMatch(note -> note.startsWith(
                                    "members/a-1, members/a-2 have data and are not in the plan, " + "which has 1 host")
                            && note.contains("`--hosts 3` has them"));
        }
    }

    @Test
    void aDamagedNoteIsNamedWithTheRemedy() throws Exception {
        Path directory = Files.createDirectories(home.resolve(".runner/test"));
        Files.writeString(directory.resolve(RememberedCluster.FILE), "network x\n");

        assertThat(refusal(ONE, Wish.NONE).problems().get(0))
                .contains(RememberedCluster.FILE, "remove it", "--network N", "--fresh");
        ClusterFixture.prepare(home, ONE, Wish.anew()).close();
    }

    private int runOnceOn(LoopbackNetwork network) throws Exception {
        try (ClusterFixture real =
                ClusterFixture.start(home, ONE, Wish.on(network.number())).awaitReady()) {
            real.cluster.stop(Action.ShutdownReason.DOWN);
            real.awaitEnd();
            return network(real);
        }
    }

    private static int network(ClusterFixture real) {
        return real.cluster.plan().network().number();
    }

    private MachineNotReadyException refusal(String yaml, Wish wish) {
        return catchThrowableOfType(
                MachineNotReadyException.class, () -> ProcessCluster.prepare(ClusterFixture.options(home, yaml, wish)));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (Files.isRegularFile(file)) {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    /** Outside of what is leased without being asked for, so that no other build takes it in between. */
    private static LoopbackNetwork freeNetwork(Integer... not) {
        int first = 170 + (int) (ProcessHandle.current().pid() % 25);
        for (int number = first; number <= 255; number++) {
            if (!List.of(not).contains(number) && isFree(number).isPresent()) {
                return new LoopbackNetwork(number);
            }
        }
        throw new AssertionError("no network is free");
    }

    private static Optional<Integer> isFree(int number) {
        try (NetworkLease lease = NetworkLease.acquire(new LoopbackNetwork(number))) {
            return Optional.of(lease.network().number());
        } catch (NetworkUnavailableException e) {
            // Another build has it: the next may be free.
            return Optional.empty();
        }
    }
}
