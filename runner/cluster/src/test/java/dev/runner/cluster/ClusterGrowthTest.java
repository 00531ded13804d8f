package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.cluster.spec.SpecException;
import dev.runner.supervisor.Action;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberEvent.Kind;
import dev.runner.supervisor.MemberSnapshot;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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
            List<CompletableFuture<MemberSnapshot>> added = real.cluster.addHosts(1);

            assertThat(ClusterFixture.within(added.get(0)).pid()).isPositive();
            assertThat(ClusterFixture.within(added.get(1)).state()).isEqualTo(LifecycleState.PENDING);
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

    @Test
    @Tag("F12")
    void anAddedMemberThatCrashesIsAsFatalAsAnyOther() throws Exception {
        String crash = "members: {a: {command: '[ $MULTIHOST_ORDINAL = 0 ] || exit 9; exec sleep 60'}}";
        try (ClusterFixture real = ClusterFixture.start(home, crash).awaitReady()) {
            real.cluster.addHosts(1);

            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.FAILED);
            assertThat(real.fatals.get(0).headline()).startsWith("a-1 ended with exit code 9");
            assertThat(real.told(Kind.FAILED)).containsExactly("a-1");
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

    private static MemberSnapshot one(List<CompletableFuture<MemberSnapshot>> added) {
        assertThat(added).hasSize(1);
        return ClusterFixture.within(added.get(0));
    }

    private static List<String> names(ClusterFixture real) {
        return real.cluster.status().members().stream()
                .map(member -> member.planned().name())
                .toList();
    }
}
