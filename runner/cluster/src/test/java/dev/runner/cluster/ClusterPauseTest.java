package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.runner.cluster.ClusterFixture.Wish;
import dev.runner.supervisor.Action;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberEvent.Kind;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.OperatorInterventions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What it means for a cluster that somebody pauses its members, or sends signals to them. */
@Tag("R9")
@Timeout(60)
class ClusterPauseTest {
    private static final String ONE = "members: {a: {command: 'echo up; exec sleep 60', ready: {log: up}}}";
    private static final String SLOW =
            "members: {a: {command: 'until [ -e go ]; do sleep 0.01; done; echo up; exec sleep 60', "
                    + "ready: {log: up, timeout: 1500ms}}, b: {after: [a], command: 'exec sleep 60'}}";

    @TempDir
    Path home;

    @Test
    void aPausedMemberMakesTheClusterDegradedUntilItGoesOn() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, ONE).awaitReady()) {
            MemberSnapshot paused = ClusterFixture.within(real.cluster.pauseMember("a-0"));
            assertThat(paused.operatorActions().paused()).isTrue();
            assertThat(paused.state()).isEqualTo(LifecycleState.READY);
            assertThat(real.state()).isEqualTo(ClusterState.DEGRADED);
            MemberSnapshot again = ClusterFixture.within(real.cluster.pauseMember("a-0"));
            assertThat(again.operatorActions().pause()).isEqualTo(OperatorInterventions.PauseState.COMPLETE);

            assertThat(ClusterFixture.within(real.cluster.resumeMember("a-0"))
                            .operatorActions()
                            .paused())
                    .isFalse();
            assertThat(real.state()).isEqualTo(ClusterState.READY);
            assertThat(real.timeline())
                    .anyMatch(line -> line.contains("\"paused\"") && line.contains("\"cause\":\"runner pause\""))
                    .anyMatch(line -> line.contains("\"resumed\"") && line.contains("\"cause\":\"runner resume\""));
        }
    }

    @Test
    @Tag("R2")
    void theReadinessTimeOfAPausedMemberDoesNotRun() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, SLOW, Wish.within(Duration.ofSeconds(2)))) {
            real.awaitState("a-0", LifecycleState.STARTING);
            ClusterFixture.within(real.cluster.pauseMember("a-0"));
            Files.writeString(directory("a-0").resolve("go"), "");
            long paused = System.nanoTime();
            await().until(() ->
                    System.nanoTime() - paused > Duration.ofMillis(2500).toNanos());
            assertThat(real.fatals).isEmpty();
            assertThat(real.member("b-0").state()).isEqualTo(LifecycleState.PENDING);

            ClusterFixture.within(real.cluster.resumeMember("a-0"));

            real.awaitReady();
            assertThat(real.fatals).isEmpty();
        }
    }

    @Test
    @Tag("R2")
    void afterAPauseAMemberThatIsNotReadyInTimeIsFatal() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, SLOW)) {
            real.awaitState("a-0", LifecycleState.STARTING);
            ClusterFixture.within(real.cluster.pauseMember("a-0"));
            ClusterFixture.within(real.cluster.resumeMember("a-0"));

            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.NOT_READY);
        }
    }

    @Test
    void aClusterWithAPausedMemberStopsWithItsGrace() throws Exception {
        String trap = "members: {a: {command: \"trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.01; done\","
                + " ready: {log: up}}}";
        try (ClusterFixture real = ClusterFixture.start(home, trap).awaitReady()) {
            ClusterFixture.within(real.cluster.pauseMember("a-0"));
            real.cluster.stop(Action.ShutdownReason.DOWN);

            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.STOPPED);
            // The signal goes to the whole group, and a shell may report that its "sleep" was terminated.
            assertThat(real.log("a-0").lines()).contains("bye");
            assertThat(real.told(Kind.KILLING)).isEmpty();
        }
    }

    @Test
    void aMemberThatASignalEndsIsNotFatalAndCanBeStarted() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, ONE).awaitReady()) {
            ClusterFixture.within(real.cluster.signalMember("a-0", "sigterm"));

            assertThat(real.awaitState("a-0", LifecycleState.STOPPED).action()).isEqualTo(new Action.SendSignal(15));
            assertThat(real.state()).isEqualTo(ClusterState.DEGRADED);
            assertThat(real.fatals).isEmpty();
            ClusterFixture.within(real.cluster.startMember("a-0"));
            real.awaitState("a-0", LifecycleState.READY);
            assertThat(real.timeline())
                    .anyMatch(line -> line.contains("\"spawned\"") && line.contains("\"cause\":\"runner start\""));
        }
    }

    @Test
    void theSignalsOfAPauseAreAPause() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, ONE).awaitReady()) {
            assertThat(ClusterFixture.within(real.cluster.signalMember("a-0", "STOP"))
                            .operatorActions()
                            .paused())
                    .isTrue();
            assertThat(ClusterFixture.within(real.cluster.signalMember("a-0", "CONT"))
                            .operatorActions()
                            .paused())
                    .isFalse();
            assertThat(ClusterFixture.within(real.cluster.signalMember("a-0", "KILL"))
                            .action())
                    .isEqualTo(Action.Operation.KILL);
        }
    }

    @Test
    void whatDoesNotRunCannotBePausedOrSignalled() throws Exception {
        try (ClusterFixture real = ClusterFixture.start(home, ONE).awaitReady()) {
            ClusterFixture.within(real.cluster.stopMember("a-0"));

            assertThatThrownBy(() -> real.cluster.pauseMember("a-0").get())
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("a-0 is stopped, so that there is nothing to pause");
            assertThatThrownBy(() -> real.cluster.signalMember("a-0", "HUP").get())
                    .hasMessageContaining("nothing to signal");
            assertThatThrownBy(() -> real.cluster.signalMember("a-0", "NONE"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private Path directory(String member) {
        return home.resolve(".runner/test/members").resolve(member);
    }
}
