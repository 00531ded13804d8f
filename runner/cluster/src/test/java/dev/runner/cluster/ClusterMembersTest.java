package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.supervisor.Action;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberSnapshot;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What can be asked of one member, and that every such question is answered. */
@Tag("R9")
@Timeout(60)
class ClusterMembersTest {
    private static final String ONE = "members: {a: {command: 'echo up; exec sleep 60', ready: {log: up}}}";
    private static final String SLOW_TO_STOP = "members: {a: {command: \"trap 'sleep 0.4; exit 0' TERM; echo up;"
            + " while :; do sleep 0.05; done\", ready: {log: up}}}";

    @TempDir
    Path home;

    @Test
    void stopsAndStartsAMember() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, ONE).awaitReady()) {
            MemberSnapshot stopped = ClusterFixture.within(real.cluster.stopMember("a-0"));
            assertThat(stopped.state()).isEqualTo(LifecycleState.STOPPED);
            assertThat(real.state()).isEqualTo(ClusterState.DEGRADED);
            assertThat(real.cluster.ended()).isNotDone();

            MemberSnapshot started = ClusterFixture.within(real.cluster.startMember("a-0"));
            assertThat(started.pid()).isPositive();
            assertThat(started.incarnation()).isEqualTo(2);
            real.awaitState("a-0", LifecycleState.READY);
            assertThat(real.state()).isEqualTo(ClusterState.READY);
            assertThat(real.ready).hasSize(1);
        }
    }

    @Test
    void startChangesNothingWhereTheMemberRuns() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, ONE).awaitReady()) {
            MemberSnapshot before = real.member("a-0");
            assertThat(ClusterFixture.within(real.cluster.startMember("a-0"))).isEqualTo(before);
        }
    }

    @Test
    void killsAMemberWithoutGrace() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, SLOW_TO_STOP).awaitReady()) {
            MemberSnapshot killed = ClusterFixture.within(real.cluster.killMember("a-0"));
            assertThat(killed.state()).isEqualTo(LifecycleState.STOPPED);
            assertThat(java.util.Objects.requireNonNull(killed.lastExit())
                            .status()
                            .describe())
                    .contains("KILL");
            assertThat(real.fatals).isEmpty();
        }
    }

    @Test
    void restartsAMember() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, ONE).awaitReady()) {
            long before = real.member("a-0").pid();
            MemberSnapshot restarted = ClusterFixture.within(real.cluster.restartMember("a-0"));
            assertThat(restarted.pid()).isPositive().isNotEqualTo(before);
            assertThat(real.awaitState("a-0", LifecycleState.READY).restarts()).isEqualTo(1);
        }
    }

    @Test
    void aStopAndTheStartThatOvertakesItAreBothAnswered() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, SLOW_TO_STOP).awaitReady()) {
            CompletableFuture<MemberSnapshot> stop = real.cluster.stopMember("a-0");
            real.awaitState("a-0", LifecycleState.STOPPING);
            CompletableFuture<MemberSnapshot> start = real.cluster.startMember("a-0");

            assertThat(ClusterFixture.within(start).incarnation()).isEqualTo(2);
            assertThat(ClusterFixture.within(stop).incarnation()).isEqualTo(2);
        }
    }

    @Test
    void aRestartAndTheStopThatOvertakesItAreBothAnswered() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, SLOW_TO_STOP).awaitReady()) {
            CompletableFuture<MemberSnapshot> restart = real.cluster.restartMember("a-0");
            real.awaitState("a-0", LifecycleState.STOPPING);
            CompletableFuture<MemberSnapshot> stop = real.cluster.stopMember("a-0");

            assertThat(ClusterFixture.within(stop).state()).isEqualTo(LifecycleState.STOPPED);
            assertThat(ClusterFixture.within(restart).state()).isEqualTo(LifecycleState.STOPPED);
            assertThat(real.member("a-0").incarnation()).isEqualTo(1);
        }
    }

    @Test
    void aRestartUnderWayIsGivenUpWhenTheClusterStops() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, SLOW_TO_STOP).awaitReady()) {
            CompletableFuture<MemberSnapshot> restart = real.cluster.restartMember("a-0");
            real.awaitState("a-0", LifecycleState.STOPPING);
            real.cluster.stop(Action.ShutdownReason.DOWN);

            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.STOPPED);
            assertThat(ClusterFixture.within(restart).incarnation()).isEqualTo(1);
        }
    }

    @Test
    void refusesToStartWhileTheClusterStops() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, SLOW_TO_STOP).awaitReady()) {
            real.cluster.stop(Action.ShutdownReason.DOWN);
            assertThatThrownBy(() -> real.cluster.restartMember("a-0").get())
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("the cluster is being stopped");
            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.STOPPED);
        }
    }

    @Test
    void whoeverWaitsHearsOfTheClose() throws Exception {
        ClusterFixture real = ClusterFixture.start(home, ONE);
        real.close();
        assertThatThrownBy(() -> real.cluster.startMember("a-0").get())
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("the cluster has been closed");
    }

    @Test
    void refusesAMemberThatIsNotThere() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, ONE)) {
            assertThatThrownBy(() -> real.cluster.stopMember("b-0"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("there is no member b-0");
        }
    }
}
