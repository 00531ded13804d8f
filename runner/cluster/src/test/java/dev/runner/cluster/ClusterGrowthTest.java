package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.runner.cluster.spec.SpecException;
import dev.runner.supervisor.Action;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberEvent.Kind;
import dev.runner.supervisor.MemberSnapshot;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts that come and members that go while the cluster runs. */
@Tag("R9")
@Timeout(60)
class ClusterGrowthTest {
    private static final String TWO = "hosts: 2\nmembers:\n"
            + "  a: {command: 'echo hosts $MULTIHOST_HOSTS; exec sleep 60', ready: {log: hosts}}\n"
            + "  hub: {on: coordinator, command: 'exec sleep 60'}\n";

    @TempDir
    Path home;

    @Test
    void addsAHostWithTheNextOrdinal() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, TWO).awaitReady()) {
            List<MemberSnapshot> before = List.of(real.member("a-0"), real.member("a-1"), real.member("hub"));

            MemberSnapshot added = one(real.cluster.addHosts(1));

            assertThat(added.id().name()).isEqualTo("a-2");
            assertThat(added.pid()).isPositive();
            real.awaitState("a-2", LifecycleState.READY);
            assertThat(real.state()).isEqualTo(ClusterState.READY);
            assertThat(real.address("a-2")).endsWith(".2.1");
            assertThat(real.log("a-2")).contains(".0.1,127.").contains(".2.1\n");
            assertThat(List.of(real.member("a-0"), real.member("a-1"), real.member("hub")))
                    .isEqualTo(before);
            assertThat(real.timeline())
                    .anyMatch(line -> line.contains("\"member_added\",\"member\":\"a-2\",\"cause\":\"runner add\""));
            assertThat(real.log("a-0")).doesNotContain(".2.1");

            ClusterFixture.within(real.cluster.restartMember("a-0"));
            real.awaitLog("a-0", ".2.1\n");
        }
    }

    @Test
    void removesAMemberForGoodAndNeverGivesItsOrdinalAgain() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, TWO).awaitReady()) {
            long pid = real.member("a-1").pid();

            MemberSnapshot removed = ClusterFixture.within(real.cluster.removeMember("a-1"));

            assertThat(removed.state()).isEqualTo(LifecycleState.STOPPED);
            assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
            assertThat(names(real)).containsExactly("a-0", "hub");
            assertThat(real.state()).isEqualTo(ClusterState.READY);
            assertThatThrownBy(() -> real.cluster.startMember("a-1")).isInstanceOf(IllegalArgumentException.class);

            real.awaitState(one(real.cluster.addHosts(1)).id().name(), LifecycleState.READY);
            assertThat(names(real)).containsExactly("a-0", "a-2", "hub");
            assertThat(real.fatals).isEmpty();
            assertThat(real.problems).isEmpty();

            real.cluster.stop(Action.ShutdownReason.DOWN);
            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.STOPPED);
        }
    }

    @Test
    void theLastMemberIsNotRemoved() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, "members: {a: {command: 'exec sleep 60'}}")) {
            assertThatThrownBy(() -> real.cluster.removeMember("a-0"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("a-0 is the last member; `runner down`");
        }
    }

    @Test
    void nobodyWaitsForAMemberThatWasRemoved() throws Exception {
        String chain =
                "members: {a: {command: 'exec sleep 60', ready: {log: never}}, b: {after: [a], command: 'exec sleep 60'}}";
        try (ClusterFixture real = ClusterFixture.start(home, chain)) {
            real.awaitState("a-0", LifecycleState.STARTING);
            assertThat(real.member("b-0").state()).isEqualTo(LifecycleState.PENDING);

            ClusterFixture.within(real.cluster.removeMember("a-0"));

            real.awaitState("b-0", LifecycleState.READY);
            real.awaitReady();
        }
    }

    @Test
    void whatIsAddedWaitsForOthersToo() throws Exception {
        String chain =
                "members: {a: {command: 'exec sleep 60', ready: {log: never}}, b: {after: [a], command: 'exec sleep 60'}}";
        try (ClusterFixture real = ClusterFixture.start(home, chain)) {
            CompletableFuture<List<MemberSnapshot>> added = real.cluster.addHosts(1);

            real.awaitState("a-1", LifecycleState.STARTING);
            assertThat(real.member("b-1").state()).isEqualTo(LifecycleState.PENDING);
            assertThat(added).isNotDone();

            real.cluster.stop(Action.ShutdownReason.DOWN);
            assertThatThrownBy(() -> added.get(20, TimeUnit.SECONDS))
                    .hasMessageContaining("the cluster was stopped before the new members were ready");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"removed", "stopped"})
    void whatIsTakenAwayBeforeItIsReadyIsNotAdded(String how) throws Exception {
        String chain = "members: {a: {command: 'exec sleep 60', ready: {command: 'test $MULTIHOST_ORDINAL = 0'}},"
                + " b: {after: [a], command: 'exec sleep 60'}}";
        try (ClusterFixture real = ClusterFixture.start(home, chain).awaitReady()) {
            CompletableFuture<List<MemberSnapshot>> added = real.cluster.addHosts(1);
            real.awaitState("a-1", LifecycleState.STARTING);

            var unused = how.equals("removed") ? real.cluster.removeMember("a-1") : real.cluster.stopMember("a-1");

            assertThatThrownBy(() -> added.get(20, TimeUnit.SECONDS))
                    .hasMessageContaining("a-1 was " + how + " before it was ready");
            assertThat(names(real)).containsExactly("a-0", "b-0");
            assertThat(real.cluster.plan().hosts()).isEqualTo(1);
            await().until(() -> real.state() == ClusterState.READY);
        }
    }

    @Test
    void nothingIsStoppedOrStartedWhereTheDirectoryWasMoved() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, TWO).awaitReady()) {
            Path here = real.cluster.directory();
            Path away = here.resolveSibling("away");
            long pid = real.member("a-0").pid();
            Files.move(here, away);
            try {
                assertThatThrownBy(() -> real.cluster.restartMember("a-0").get())
                        .hasMessageContaining("was moved to " + away.toRealPath());
                assertThatThrownBy(() -> real.cluster.addHosts(1)).hasMessageContaining("until it is moved back");
                assertThat(real.member("a-0").pid()).isEqualTo(pid);
                assertThat(real.state()).isEqualTo(ClusterState.READY);
                assertThat(here).doesNotExist();
            } finally {
                Files.move(away, here);
            }
            ClusterFixture.within(real.cluster.restartMember("a-0"));
        }
    }

    @Test
    @Tag("R1")
    void changesNothingWhereAPortIsInTheWay() throws Exception {
        String ports = "members: {a: {command: 'exec sleep 60', ports: [28080], ready: {command: 'true'}}}";
        try (ClusterFixture real = ClusterFixture.start(home, ports).awaitReady()) {
            String address = real.address("a-0").replaceFirst("\\.0\\.1$", ".1.1");
            try (ServerSocket socket = new ServerSocket(28080, 1, InetAddress.getByName(address))) {
                assertThat(socket.isBound()).isTrue();
                assertThatThrownBy(() -> real.cluster.addHosts(1))
                        .isInstanceOf(MachineNotReadyException.class)
                        .hasMessageContaining(address + ":28080 is held by");
            }
            assertThat(names(real)).containsExactly("a-0");
            assertThat(one(real.cluster.addHosts(1)).id().name()).isEqualTo("a-1");
        }
    }

    @Test
    @Tag("F20")
    void refusesTooManyHostsAndHostsThatWouldBeEmpty() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, TWO).awaitReady()) {
            assertThatThrownBy(() -> real.cluster.addHosts(253)).isInstanceOf(SpecException.class);
            assertThat(names(real)).hasSize(3);
        }
        try (ClusterFixture real =
                ClusterFixture.start(home, "members: {hub: {on: coordinator, command: 'exec sleep 60'}}")) {
            assertThatThrownBy(() -> real.cluster.addHosts(1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no member of this cluster is on all hosts");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "exit 9, ended with exit code 9",
        "exit 0, ended with exit code 0",
        "exec sleep 60, was not ready after",
    })
    @Tag("F12")
    void whatIsAddedAndFailsBeforeItIsReadyChangesNothing(String command, String reason) throws Exception {
        String crash = """
                hosts: 2
                members:
                  a:
                    command: '[ $MULTIHOST_ORDINAL -lt 2 -o -e {{spec.dir}}/more ] || { echo half > made; %s; }; echo size {{count}}; exec sleep 60'
                    ready: {log: size, timeout: 1s}
                    formed: {log: "size {{count}}"}
                """.formatted(command);
        try (ClusterFixture real = ClusterFixture.start(home, crash).awaitReady()) {
            await().until(() -> Boolean.TRUE.equals(real.cluster.status().formed()));

            assertThatThrownBy(() -> real.cluster.addHosts(1).get(20, TimeUnit.SECONDS))
                    .hasMessageContaining("a-2 " + reason)
                    .hasMessageContaining("logs/a-2.log");

            assertThat(names(real)).containsExactly("a-0", "a-1");
            assertThat(real.cluster.plan().hosts()).isEqualTo(2);
            await().until(() -> real.state() == ClusterState.READY);
            await().until(() -> Boolean.TRUE.equals(real.cluster.status().formed()));
            assertThat(real.fatals).isEmpty();
            assertThat(real.cluster.directory().resolve("members/a-2")).doesNotExist();
            assertThat(real.timeline()).anyMatch(line -> line.contains("\"add_failed\""));
            assertThat(RememberedCluster.read(real.cluster.directory()).orElseThrow())
                    .matches(each -> each.hosts() == 2 && each.removed().isEmpty());

            Files.createFile(home.resolve("more"));
            assertThat(one(real.cluster.addHosts(1)).id().name()).isEqualTo("a-3");
            assertThat(real.cluster.plan().hosts()).isEqualTo(3);
            assertThat(RememberedCluster.read(real.cluster.directory()).orElseThrow())
                    .matches(each -> each.hosts() == 4 && each.removed().equals(Set.of("a-2")));
        }
    }

    @Test
    @Tag("F12")
    void anAddedMemberThatWasReadyIsAsFatalAsAnyOther() throws Exception {
        String crash = "members: {a: {command: 'sleep 60 & wait $!; exit 9'}}";
        try (ClusterFixture real = ClusterFixture.start(home, crash).awaitReady()) {
            one(real.cluster.addHosts(1));

            ClusterFixture.within(real.cluster.exitMember("a-1", 9));

            assertThat(real.told(Kind.CRASHED)).containsExactly("a-1");
        }
    }

    @Test
    void countsTheHostsThatThereAre() throws Exception {
        String counting = """
                hosts: 3
                members:
                  a:
                    command: 'echo of {{count}}, {{others}}{{#hosts}} {{ordinal}}{{/hosts}} $MULTIHOST_HOSTS; exec sleep 60'
                    ready: {log: "of {{count}}"}
                    formed: {command: 'echo {{count}} > {{spec.dir}}/{{name}}'}
                """;
        try (ClusterFixture real = ClusterFixture.start(home, counting).awaitReady()) {
            await().until(() -> real.formed.size() == 1);
            ClusterFixture.within(real.cluster.removeMember("a-1"));
            assertThat(real.cluster.plan().hosts()).isEqualTo(2);
            await().until(() -> real.formed.size() == 2);
            assertThat(home.resolve("a-0")).hasContent("2");

            one(real.cluster.addHosts(1));
            String network = String.valueOf(real.cluster.plan().network().number());
            real.awaitLog("a-3", "of 3, 2 0 2 3 127.N.0.1,127.N.2.1,127.N.3.1\n".replace("N", network));
            await().until(() -> real.formed.size() == 3);
            assertThat(home.resolve("a-0")).hasContent("3");

            ClusterFixture.within(real.cluster.restartMember("a-0"));
            real.awaitLog("a-0", "of 3, 2 0 2 3 ");
            real.awaitState("a-0", LifecycleState.READY);
        }
        try (ClusterFixture real = ClusterFixture.start(home, counting).awaitReady()) {
            assertThat(names(real)).containsExactly("a-0", "a-2", "a-3");
            assertThat(real.problems)
                    .anyMatch(note -> note.contains("hosts 0 to 3, as in its last run, and not 3 hosts as in the spec"))
                    .anyMatch(note -> note.contains(
                            "without a-1, which its last run did not have in the end; `--hosts 4` has all"));
        }
    }

    @Test
    @Tag("R2")
    void aLineFromBeforeAChangeOfMembersIsNoProofOfTheClusterAfterIt() throws Exception {
        String lines = """
                hosts: 2
                members:
                  a:
                    command: 'echo up; echo all here; tail -n 0 -f {{spec.dir}}/says'
                    ready: {log: up}
                    formed: {log: "all here"}
                """;
        Path says = Files.createFile(home.resolve("says"));
        try (ClusterFixture real = ClusterFixture.start(home, lines).awaitReady()) {
            await().until(() -> real.formed.size() == 1);

            one(real.cluster.addHosts(1));
            assertThat(real.cluster.status().formed()).isFalse();
            Files.writeString(says, "all here\n", StandardOpenOption.APPEND);
            await().until(() -> real.formed.size() == 2);

            ClusterFixture.within(real.cluster.removeMember("a-0"));
            assertThat(real.cluster.status().formed()).isFalse();
            Files.writeString(says, "all here\n", StandardOpenOption.APPEND);
            await().until(() -> real.formed.size() == 3);
        }
    }

    @Test
    void refusesAHostWhileTheClusterStops() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, TWO).awaitReady()) {
            real.cluster.stop(Action.ShutdownReason.DOWN);
            real.awaitEnd();
            assertThatThrownBy(() -> real.cluster.addHosts(1)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> real.cluster.startMember("a-0").get()).isInstanceOf(ExecutionException.class);
        }
    }

    private static MemberSnapshot one(CompletableFuture<List<MemberSnapshot>> added) {
        List<MemberSnapshot> members = ClusterFixture.within(added);
        assertThat(members).hasSize(1);
        return members.get(0);
    }

    private static List<String> names(ClusterFixture real) {
        return real.cluster.status().members().stream()
                .map(member -> member.planned().name())
                .toList();
    }
}
