package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.runner.supervisor.Cause;
import dev.runner.supervisor.ExitStatus;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberSnapshot;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Failures that somebody wants, with the exit code of choice. */
@Tag("R14b")
@Timeout(60)
class ExpectedFailureTest {
    private static final String TWO = "members: {a: {command: 'echo up; exec sleep 60', ready: {log: up}, "
            + "restart: {on: [55], delay: 1ms, maxDelay: 1ms}}, "
            + "b: {command: 'until [ -e go ]; do sleep 0.01; done; exit 3', ready: {command: 'true'}}}";

    @TempDir
    Path home;

    @Test
    @Tag("F11")
    void aMemberThatIsMadeToEndWithARestartCodeIsRestarted() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, TWO).awaitReady()) {
            MemberSnapshot ended = ClusterFixture.within(real.cluster.exitMember("a-0", 55));

            assertThat(Objects.requireNonNull(ended.lastExit()).status()).isEqualTo(ExitStatus.code(55));
            await().atMost(ClusterFixture.PATIENCE).until(() -> real.state() == ClusterState.READY);
            assertThat(real.member("a-0").incarnation()).isEqualTo(2);
            assertThat(real.member("a-0").operatorActions().exitCode()).isNull();
            assertThat(real.timeline())
                    .anyMatch(line ->
                            line.contains("signalled") && line.contains("as if it had ended with exit code 55"));
        }
    }

    @Test
    void anotherCodeFailsTheMemberAndNotTheCluster() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, TWO).awaitReady()) {
            MemberSnapshot ended = ClusterFixture.within(real.cluster.exitMember("a-0", 7));

            assertThat(ended.state()).isEqualTo(LifecycleState.FAILED);
            assertThat(ended.failure()).isEqualTo(new Cause.Crash(ExitStatus.code(7)));
            assertThat(real.state()).isEqualTo(ClusterState.DEGRADED);
            assertThat(real.fatals).isEmpty();
            assertThat(real.timeline())
                    .anyMatch(line -> line.contains("failure_expected") && line.contains("\"failure\":\"crash\""));

            ClusterFixture.within(real.cluster.startMember("a-0"));
            await().atMost(ClusterFixture.PATIENCE).until(() -> real.state() == ClusterState.READY);
        }
    }

    @Test
    void codeZeroIsAnEndAsItShouldBe() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, TWO).awaitReady()) {
            assertThat(ClusterFixture.within(real.cluster.exitMember("a-0", 0)).state())
                    .isEqualTo(LifecycleState.STOPPED);
        }
    }

    @Test
    void oneFailureIsExpectedAndTheNextIsTheClusters() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, TWO).awaitReady()) {
            real.cluster.expectFailure("b-0");
            go(real);
            real.awaitState("b-0", LifecycleState.FAILED);
            assertThat(real.fatals).isEmpty();
            assertThat(real.member("a-0").state()).isEqualTo(LifecycleState.READY);

            ClusterFixture.within(real.cluster.startMember("b-0"));

            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.FAILED);
            assertThat(real.fatals).hasSize(1);
        }
    }

    @Test
    void anExpectationCanBeTakenBack() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, TWO).awaitReady()) {
            real.cluster.expectFailure("b-0");
            real.cluster.expectNoFailure();
            go(real);

            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.FAILED);
        }
    }

    /** Its only member has failed, but may be started again. */
    @Test
    void aClusterWaitsForAMemberWhoseFailureWasExpected() throws Exception {
        String one = "members: {a: {command: 'echo up; exec sleep 60', ready: {log: up}}}";
        try (ClusterFixture real = ClusterFixture.start(home, one).awaitReady()) {
            ClusterFixture.within(real.cluster.exitMember("a-0", 7));
            ClusterFixture.within(real.cluster.startMember("a-0"));
            await().atMost(ClusterFixture.PATIENCE).until(() -> real.state() == ClusterState.READY);
        }
    }

    @Test
    void whatCannotBeIsRefused() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, TWO).awaitReady()) {
            assertThatThrownBy(() -> real.cluster.exitMember("a-0", 256)).hasMessageContaining("0 to 255");
            assertThatThrownBy(() -> real.cluster.exitMember("z-0", 1)).hasMessageContaining("no member z-0");
            assertThatThrownBy(() -> real.cluster.expectFailure("z-0")).hasMessageContaining("no member z-0");
            ClusterFixture.within(real.cluster.killMember("a-0"));
            assertThat(real.cluster.exitMember("a-0", 1))
                    .failsWithin(ClusterFixture.PATIENCE)
                    .withThrowableThat()
                    .withMessageContaining("a-0 is stopped, so that there is nothing to end");
        }
    }

    private static void go(ClusterFixture real) throws Exception {
        java.nio.file.Files.createFile(
                real.cluster.plan().member("b-0").orElseThrow().directory().resolve("go"));
    }
}
