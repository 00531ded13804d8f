package dev.runner.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runner.supervisor.MemberEvent.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pausing, continuing and signalling real trees of processes. */
@Tag("R9")
class PauseAndSignalTest {
    /** A leader, a child in its group, a daemon in a session of its own whose parent has ended; all of them write. */
    private static final String TREE = "tick() { while :; do echo $1 >> ticks; sleep 0.02; done; }; tick child & "
            + "(setsid sh -c 'echo $$ > daemon; while :; do echo daemon >> ticks; sleep 0.02; done' &); "
            + "echo $! > child; until [ -s daemon ]; do sleep 0.01; done; echo up; tick leader";

    @TempDir
    Path temp;

    private SupervisorFixture real;

    @BeforeEach
    void begin() throws Exception {
        real = new SupervisorFixture(temp.resolve("cluster"));
    }

    @AfterEach
    void end() {
        real.close();
        assertThat(real.problems).isEmpty();
    }

    @Test
    void pausesAndResumesTheWholeTree() throws Exception {
        MemberId id = real.run("a-0", TREE);
        real.awaitLog("a-0", "up\n");

        real.supervisor.pause(id);

        real.awaitEvent(id, Kind.PAUSED);
        assertThat(real.member(id).operatorActions().paused()).isTrue();
        assertThat(real.member(id).state()).isEqualTo(LifecycleState.STARTING);
        for (long pid : real.supervisor.pids(id)) {
            // D: a shell that waits by vfork for a child that was stopped before its exec; it cannot run either.
            await().atMost(SupervisorFixture.PATIENCE)
                    .untilAsserted(() -> assertThat(stateOf(pid)).isIn("T", "D"));
        }

        real.supervisor.resume(id);

        assertThat(real.awaitEvent(id, Kind.RESUMED).cause()).isEqualTo(new Cause.Requested(Action.Operation.RESUME));
        assertThat(real.member(id).operatorActions().paused()).isFalse();
        long offset = Files.size(file("ticks"));
        await().atMost(SupervisorFixture.PATIENCE)
                .until(() -> Files.readString(file("ticks"))
                        .substring((int) offset)
                        .lines()
                        .toList()
                        .containsAll(List.of("leader", "child", "daemon")));
    }

    @Test
    void resumesRightAfterPausesLeaveNothingStopped() throws Exception {
        MemberId id = real.run("a-0", TREE);
        real.awaitLog("a-0", "up\n");

        for (int i = 0; i < 20; i++) {
            real.supervisor.pause(id);
            real.supervisor.resume(id);
        }

        await().atMost(SupervisorFixture.PATIENCE)
                .until(() -> real.events.stream()
                                .filter(event -> event.kind() == Kind.RESUMED)
                                .count()
                        == 20);
        assertThat(real.member(id).operatorActions().paused()).isFalse();
        long offset = Files.size(file("ticks"));
        await().atMost(SupervisorFixture.PATIENCE)
                .until(() -> Files.readString(file("ticks"))
                        .substring((int) offset)
                        .lines()
                        .toList()
                        .containsAll(List.of("leader", "child", "daemon")));
    }

    @Test
    @Tag("F13")
    void aPausedMemberIsStoppedWithItsGraceAndNotKilled() throws Exception {
        MemberId id = real.run("a-0", "trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.01; done");
        real.awaitLog("a-0", "up\n");
        real.supervisor.pause(id);

        real.supervisor.stop(id, Action.Operation.STOP);

        assertThat(real.awaitExit(id, LifecycleState.STOPPED).status()).isEqualTo(ExitStatus.code(0));
        // The signal goes to the whole group, and a shell may report that its "sleep" was terminated.
        assertThat(real.logText("a-0").lines()).contains("bye");
        assertThat(real.events).noneMatch(event -> event.kind() == Kind.KILLING);
    }

    @Test
    void aPausedMemberIsKilledAndStartedAgainUnpaused() throws Exception {
        MemberId id = real.run("a-0", TREE);
        real.awaitLog("a-0", "up\n");
        long daemon = Long.parseLong(Files.readString(file("daemon")).strip());
        real.supervisor.pause(id);

        real.supervisor.kill(id, Action.Operation.KILL);
        assertThat(real.awaitState(id, LifecycleState.STOPPED).operatorActions())
                .isEqualTo(OperatorInterventions.NOTHING);
        assertThat(SupervisorFixture.isAlive(daemon)).isFalse();

        real.supervisor.start(id, Action.Operation.START);
        await().atMost(SupervisorFixture.PATIENCE).until(() -> real.member(id).incarnation() == 2);
        assertThat(real.member(id).operatorActions().paused()).isFalse();
    }

    @Test
    void aPausedMemberThatOthersKillIsAsFatalAsEver() {
        MemberId id = real.run("a-0", "echo up; exec sleep 300");
        real.awaitLog("a-0", "up\n");
        real.supervisor.pause(id);
        real.awaitEvent(id, Kind.PAUSED);

        ProcessHandle.of(real.member(id).pid()).orElseThrow().destroyForcibly();

        assertThat(real.awaitExit(id, LifecycleState.FAILED).status()).isEqualTo(ExitStatus.signal(9));
    }

    @Test
    void aSignalReachesTheWholeTreeAndWhatSurvivesItGoesOn() throws Exception {
        MemberId id = real.run(
                "a-0",
                "trap 'echo leader heard' USR1; (setsid sh -c 'trap \"echo daemon heard\" USR1; echo daemon up; "
                        + "while :; do sleep 0.01; done' &); echo up; while :; do sleep 0.01 || :; done");
        real.awaitLog("a-0", "daemon up\n");
        real.awaitLog("a-0", "up\n");

        real.supervisor.signal(id, Signals.number("USR1"));

        real.awaitLog("a-0", "leader heard\n");
        real.awaitLog("a-0", "daemon heard\n");
        assertThat(real.awaitEvent(id, Kind.SIGNALLED).cause())
                .isEqualTo(new Cause.Requested(new Action.SendSignal(Signals.number("USR1"))));
        assertThat(real.member(id).state()).isEqualTo(LifecycleState.STARTING);
    }

    @Test
    void aMemberThatDiesOfASignalByHandHasStoppedOnPurpose() {
        MemberId id = real.run("a-0", "echo up; exec sleep 300");
        real.awaitLog("a-0", "up\n");

        real.supervisor.signal(id, Signals.number("QUIT"));

        MemberSnapshot stopped = real.awaitState(id, LifecycleState.STOPPED);
        assertThat(stopped.action()).isEqualTo(new Action.SendSignal(Signals.number("QUIT")));
        assertThat(stopped.failure()).isNull();
        assertThat(real.events).noneMatch(event -> event.kind() == Kind.CRASHED);
    }

    @Test
    void aMemberThatAnswersASignalWithARequestForARestartIsRestarted() {
        MemberId id = real.run("a-0", "trap 'exit 55' HUP; echo up; while :; do sleep 0.01; done");
        real.awaitLog("a-0", "up\n");

        real.supervisor.signal(id, Signals.number("HUP"));

        await().atMost(SupervisorFixture.PATIENCE).until(() -> real.member(id).incarnation() == 2);
        assertThat(real.member(id).operatorActions()).isEqualTo(OperatorInterventions.NOTHING);
    }

    @Test
    @Tag("F18")
    void closeEndsWhatIsPaused() {
        MemberId id = real.run("a-0", TREE);
        real.awaitLog("a-0", "up\n");
        real.supervisor.pause(id);
        real.awaitEvent(id, Kind.PAUSED);
        var pids = real.supervisor.pids(id);

        real.close();

        assertThat(pids).isNotEmpty().noneMatch(PauseAndSignalTest::lives);
    }

    private Path file(String name) {
        return real.directory.resolve("members/a-0").resolve(name);
    }

    private static boolean lives(long pid) {
        try {
            return SupervisorFixture.isAlive(pid);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** {@code T} for stopped; null for one that has ended. */
    private static @org.jspecify.annotations.Nullable String stateOf(long pid) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).substring(0, 1);
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
