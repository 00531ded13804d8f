package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.cluster.readiness.ProbeStatus;
import dev.runner.supervisor.Cause;
import dev.runner.supervisor.ExitRecord;
import dev.runner.supervisor.ExitStatus;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberEvent;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.OperatorInterventions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F12")
class ClusterFailureTest {
    private static final MemberId MEMBER = new MemberId("worker-0");
    private static final Path LOG = Path.of("/c/logs/worker-0.log");

    @Test
    void tellsHowAMemberEndedWithItsLastWords() {
        ClusterFailure error =
                crashed(LifecycleState.STOPPING, new Cause.Crash(ExitStatus.signal(9)), exit(ExitStatus.signal(9)));

        assertThat(error.message()).isEqualTo("""
            worker-0 ended with signal KILL (9) after 12.3 s
              last output:
                one
                two
              log: /c/logs/worker-0.log\
            """);
        assertThat(error.notReadyInTime()).isFalse();
    }

    @Test
    void lastWordsDoNotMoveATerminalWhateverTheFailure() {
        ClusterFailure late = ClusterFailure.notReady(
                MEMBER, Duration.ofSeconds(9), "it is paused", List.of("\u001b[2J\u001b[31mone\u001b[0m"), LOG);

        assertThat(late.message()).contains("\n    one\n").doesNotContain("\u001b");
    }

    @Test
    @Tag("F17")
    void tellsTheRunTimeOfTheLastRunWhereTheBudgetIsUsedUp() {
        ClusterFailure error = crashed(
                LifecycleState.STOPPING,
                new Cause.RestartLimit(ExitStatus.code(55), 5, Duration.ofSeconds(60)),
                exit(ExitStatus.code(55)));

        assertThat(error.headline())
                .isEqualTo("worker-0 asked for a restart (exit code 55) more than 5 times in 60 s;"
                        + " its last run took 12.3 s");
    }

    @Test
    void doesNotTellTheEndOfTheRunBeforeWhereItCouldNotBeStarted() {
        ClusterFailure error = crashed(
                LifecycleState.FAILED, new Cause.StartFailed("its program /x is missing"), exit(ExitStatus.code(55)));

        assertThat(error.message())
                .isEqualTo("worker-0 could not be started: its program /x is missing\n  log: /c/logs/worker-0.log");
    }

    @Test
    @Tag("R2")
    void tellsWhatWasSeenOfAMemberThatWasNotReady() {
        ClusterFailure error =
                ClusterFailure.notReady(MEMBER, Duration.ofSeconds(60), "tcp x: connection refused", List.of(), LOG);

        assertThat(error.headline()).isEqualTo("worker-0 was not ready after 60.0 s: tcp x: connection refused");
        assertThat(error.notReadyInTime()).isTrue();
    }

    @Test
    @Tag("R2")
    void tellsWhatTheProbeAndTheMemberPrinted() {
        ProbeStatus seen = new ProbeStatus(
                "command `serf members`",
                "exit code 1",
                22,
                Instant.now(),
                "",
                List.of("Error:", "connection refused"));

        ClusterFailure error =
                ClusterFailure.notReady(MEMBER, Duration.ofSeconds(60), seen, List.of("==> Joining"), LOG);

        assertThat(error.message())
                .isEqualTo("worker-0 was not ready after 60.0 s: command `serf members`: exit code 1 (22 attempts), it"
                        + " printed \"connection refused\"\n  the probe printed:\n    Error:\n    connection refused\n"
                        + "  last output:\n    ==> Joining\n  log: /c/logs/worker-0.log");
    }

    private static ExitRecord exit(ExitStatus status) {
        return new ExitRecord(status, Instant.EPOCH, Duration.ofMillis(12_345), List.of("one", "two"));
    }

    private static ClusterFailure crashed(LifecycleState state, Cause.Failure cause, @Nullable ExitRecord lastExit) {
        MemberSnapshot member = new MemberSnapshot(
                MEMBER, state, 2, 0, 1, Instant.EPOCH, null, lastExit, cause, null, OperatorInterventions.NOTHING);
        MemberEvent event = new MemberEvent(MemberEvent.Kind.CRASHED, Instant.EPOCH, member, cause, Duration.ZERO);
        return ClusterFailure.crashed(event, null, LOG);
    }
}
