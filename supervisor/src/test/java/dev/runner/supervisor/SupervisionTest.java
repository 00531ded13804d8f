package dev.runner.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runner.supervisor.MemberEvent.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes under the real supervisor. */
class SupervisionTest {
    @TempDir
    Path temp;

    private SupervisorFixture real;

    @BeforeEach
    void begin() throws Exception {
        real = new SupervisorFixture(temp.resolve("a cluster's directory"));
    }

    @AfterEach
    void end() {
        real.close();
        assertThat(real.problems).isEmpty();
    }

    @Test
    @Tag("F9")
    @Tag("F10")
    void runsInItsDirectoryAndLogsBothStreams() throws Exception {
        MemberId id = real.run("worker-0", "pwd; echo to stderr >&2; exec sleep 60");

        real.awaitLog("worker-0", "to stderr\n");
        Path own = temp.resolve("a cluster's directory/members/worker-0").toRealPath();
        assertThat(real.logText("worker-0")).isEqualTo(own + "\nto stderr\n");
        assertThat(real.member(id).pid()).isPositive();
    }

    @Test
    @Tag("F13")
    void anErrorIsHandedOverOnceAndItsThreadGoesOn() {
        MemberId id = real.run("worker-0", "exec sleep 60");
        Error first = new NoClassDefFoundError("gone");

        real.supervisor.execute(() -> {
            throw first;
        });
        real.supervisor.execute(() -> {
            throw new NoClassDefFoundError("gone too");
        });
        real.supervisor.kill(id, null);

        real.awaitState(id, LifecycleState.STOPPED);
        assertThat(real.errors).containsExactly(first);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 9, 15, 127, 137, 255})
    @Tag("F12")
    void anyOtherExitCodeIsFatalAndToldAsWhatItIs(int code) {
        MemberId id = real.run("worker-0", "echo some last words; exit " + code);

        ExitRecord exit = real.awaitExit(id, LifecycleState.FAILED);
        assertThat(exit.status()).isEqualTo(ExitStatus.code(code));
        assertThat(exit.lastLines()).containsExactly("some last words");
        assertThat(real.awaitEvent(id, Kind.CRASHED).cause()).isEqualTo(new Cause.Crash(ExitStatus.code(code)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM", "SEGV", "HUP"})
    @Tag("F12")
    void aDeathBySignalIsFatalAndNamesTheSignal(String signal) {
        MemberId id = real.run("worker-0", "kill -" + signal + " $$; sleep 60");

        ExitRecord exit = real.awaitExit(id, LifecycleState.FAILED);
        assertThat(exit.status()).isEqualTo(ExitStatus.signal(Signals.number(signal)));
    }

    @Test
    @Tag("F12b")
    void exitCodeZeroIsANormalEnd() {
        MemberId id = real.run("worker-0", "exit 0");

        assertThat(real.awaitState(id, LifecycleState.STOPPED).failure()).isNull();
    }

    /** The JVM blocks SIGQUIT, and NuProcess ignores SIGPIPE, which programs would inherit. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aMemberBlocksAndIgnoresNoSignal() throws Exception {
        real.run("worker-0", "grep -E 'Sig(Blk|Ign)' /proc/self/status | tr -d '\\t'; echo told; exec sleep 300");

        real.awaitLog("worker-0", "told\n");
        assertThat(real.logText("worker-0").lines().toList()).contains("SigBlk:0000000000000000");
        String ignored = real.logText("worker-0")
                .lines()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow();
        long signals = Long.parseUnsignedLong(ignored.substring("SigIgn:".length()), 16);
        assertThat(signals & (1 << 12 | 1 | 1 << 1 | 1 << 2))
                .as("PIPE, HUP, INT, QUIT")
                .isZero();
    }

    @Test
    @Tag("F11")
    @Tag("F17")
    void restartsAfterExit55WithADelayThatDoubles() throws Exception {
        MemberId id = real.run("worker-0", "echo run >> runs; [ $(wc -l < runs) -ge 3 ] && exec sleep 60; exit 55");

        Path runs = real.directory.resolve("members/worker-0/runs");
        await().atMost(SupervisorFixture.PATIENCE)
                .until(() -> Files.exists(runs) && Files.readAllLines(runs).size() == 3);
        assertThat(real.member(id).restarts()).isEqualTo(2);
        List<Duration> delays = real.events.stream()
                .filter(event -> event.kind() == Kind.BACKING_OFF)
                .map(MemberEvent::delay)
                .toList();
        assertThat(delays).containsExactly(Duration.ofMillis(250), Duration.ofMillis(500));
    }

    @Test
    @Tag("F11")
    void sweepsWhatAMemberLeftBeforeItIsStartedAgain() throws Exception {
        String leavesAChild = "echo $$ >> starts; if [ $(wc -l < starts) -ge 2 ]; then cat child; "
                + "grep -q ') [^ZX] ' /proc/$(cat child)/stat && echo the child lives; echo checked; exec sleep 60; fi; "
                + "(trap '' TERM HUP; exec setsid sleep 300) & echo $! > child; "
                + "until [ \"$(cut -d' ' -f6 /proc/$!/stat)\" = $! ]; do :; done; exit 55";
        real.run("worker-0", leavesAChild);

        real.awaitLog("worker-0", "checked\n");
        assertThat(real.logText("worker-0")).doesNotContain("the child lives");
    }

    @Test
    @Tag("F13")
    void stopReachesGrandchildrenWhenTheLeaderLeftFirst() throws Exception {
        MemberId id = real.add(
                "worker-0",
                "sh -c 'trap \"\" TERM; echo grandchild $$; while :; do sleep 1; done' & sleep 0; "
                        + "setsid sh -c 'trap \"\" TERM; echo stranger $$; while :; do sleep 1; done' & exec sleep 300",
                new StopPolicy("TERM", Duration.ofMillis(300)),
                RestartPolicy.STANDARD);
        real.supervisor.start(id, null);
        real.awaitLog("worker-0", "grandchild ");
        real.awaitLog("worker-0", "stranger ");

        real.supervisor.stop(id, Action.Operation.STOP);

        assertThat(real.awaitState(id, LifecycleState.STOPPED).failure()).isNull();
        assertThat(real.awaitEvent(id, Kind.KILLING).cause()).isEqualTo(Cause.Circumstance.GRACE_EXPIRED);
        for (String line : real.logText("worker-0").lines().toList()) {
            long pid = Long.parseLong(line.substring(line.indexOf(' ') + 1));
            assertThat(SupervisorFixture.isAlive(pid)).as(line).isFalse();
        }
    }

    @Test
    @Tag("F13")
    void aMemberThatEndsInTimeIsNotKilled() throws Exception {
        MemberId id = real.run("worker-0", "trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.01; done");
        real.awaitLog("worker-0", "up\n");

        real.supervisor.stop(id, Action.Operation.STOP);

        assertThat(real.awaitExit(id, LifecycleState.STOPPED).status()).isEqualTo(ExitStatus.code(0));
        // The signal goes to the whole group, and a shell may report that its "sleep" was terminated.
        assertThat(real.logText("worker-0").lines()).startsWith("up").contains("bye");
        assertThat(real.events).noneMatch(event -> event.kind() == Kind.KILLING);
    }

    @Test
    void aMemberThatHandedOverIsKilledAtOnce() throws Exception {
        StopPolicy patient = new StopPolicy("TERM", SupervisorFixture.PATIENCE.multipliedBy(3));
        MemberId id = real.add(
                "worker-0",
                "trap 'echo \"$MULTIHOST_COOKIE done\" > \"$MULTIHOST_NOTICES\"; sleep 100' TERM; "
                        + "echo \"$MULTIHOST_COOKIE ready\" > \"$MULTIHOST_NOTICES\"; while :; do sleep 0.01; done",
                patient,
                RestartPolicy.STANDARD);
        real.supervisor.start(id, null);
        real.awaitEvent(id, Kind.NOTICE_READY);

        real.supervisor.stop(id, Action.Operation.STOP);

        real.awaitState(id, LifecycleState.STOPPED);
    }

    @Test
    @Tag("F10")
    void theLastWordsAreReadThoughAChildHoldsThePipes() {
        MemberId id = real.run("worker-0", "sleep 300 & echo out; echo err >&2; printf 'no newline'; exit 3");

        ExitRecord exit = real.awaitExit(id, LifecycleState.FAILED);
        assertThat(exit.status()).isEqualTo(ExitStatus.code(3));
        assertThat(exit.lastLines()).containsExactlyInAnyOrder("out", "err", "no newline");
    }

    @Test
    @Tag("F10")
    void aHundredMegabytesArriveWhole() throws Exception {
        String line = "x".repeat(99);
        MemberId id = real.run("worker-0", "yes " + line + " | head -n 500000");

        real.awaitState(id, LifecycleState.STOPPED);
        assertThat(Files.size(real.log("worker-0"))).isEqualTo(50_000_000L);
    }

    @Test
    @Tag("F10")
    void aChattyMemberDoesNotDelayAnother() {
        real.run("worker-0", "exec yes");
        MemberId quiet = real.run("worker-1", "echo quiet; exit 3");

        assertThat(real.awaitExit(quiet, LifecycleState.FAILED).lastLines()).containsExactly("quiet");
    }

    @Test
    void aMemberThatClosesItsOutputIsFollowedToItsEnd() {
        MemberId id = real.run("worker-0", "exec >&- 2>&-; exit 7");

        assertThat(real.awaitExit(id, LifecycleState.FAILED).status()).isEqualTo(ExitStatus.code(7));
    }

    @Test
    void aMissingProgramFailsWithAMessage() {
        MemberId id = real.add("worker-0", List.of("/no/such/program"), StopPolicy.STANDARD, RestartPolicy.STANDARD);
        real.supervisor.start(id, null);

        assertThat(real.awaitState(id, LifecycleState.FAILED).failure())
                .isEqualTo(new Cause.StartFailed("its program /no/such/program is missing or not executable"));
    }

    @Test
    void anArgumentThatIsTooLongFailsWithAMessageAndNothingElse() {
        List<String> said = new CopyOnWriteArrayList<>();
        Handler listening = new Handler() {
            @Override
            public void publish(LogRecord message) {
                said.add(message.getLoggerName() + ": " + message.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("com.zaxxer.nuprocess");
        logger.addHandler(listening);
        try {
            MemberId id = real.add(
                    "worker-0", List.of("/bin/echo", "x".repeat(140_000)), StopPolicy.STANDARD, RestartPolicy.STANDARD);
            real.supervisor.start(id, null);

            assertThat(real.awaitState(id, LifecycleState.FAILED).failure())
                    .isEqualTo(new Cause.StartFailed("an argument of its command has 140000 bytes, and the system"
                            + " takes 131071 (E2BIG): put it into a file"));
            assertThat(said).isEmpty();
        } finally {
            logger.removeHandler(listening);
        }
    }

    @Test
    void aFullDiskForTheLogCostsTheOutputAndNotTheMember() throws Exception {
        Files.createDirectories(real.directory.resolve("logs"));
        Files.createSymbolicLink(real.log("worker-0"), Path.of("/dev/full"));
        MemberId id = real.run("worker-0", "echo lost; echo also lost; exit 4");

        ExitRecord exit = real.awaitExit(id, LifecycleState.FAILED);
        assertThat(exit.lastLines()).containsExactly("lost", "also lost");
        assertThat(real.awaitEvent(id, Kind.LOG_FAILED).cause())
                .isInstanceOfSatisfying(
                        Cause.Problem.class,
                        problem -> assertThat(problem.describe()).contains("cannot be written"));
    }

    @Test
    void childrenHaveTheDefaultActionForABrokenPipe() {
        MemberId id = real.run("worker-0", "yes | head -n 1; echo still here; exit 3");

        assertThat(real.awaitExit(id, LifecycleState.FAILED).lastLines()).containsExactly("y", "still here");
    }

    @Test
    void killAndStartAndRestartByHand() {
        MemberId id = real.run("worker-0", "exec sleep 300");
        long first = real.awaitEvent(id, Kind.SPAWNED).member().pid();

        real.supervisor.kill(id, Action.Operation.KILL);
        assertThat(real.awaitExit(id, LifecycleState.STOPPED).status()).isEqualTo(ExitStatus.signal(9));

        real.supervisor.start(id, Action.Operation.START);
        await().until(() -> real.member(id).state() == LifecycleState.STARTING);
        real.supervisor.restart(id, Action.Operation.RESTART);
        await().atMost(SupervisorFixture.PATIENCE).until(() -> real.member(id).incarnation() == 3);
        assertThat(Set.of(first, real.member(id).pid())).hasSize(2);
    }

    @Test
    @Tag("F18")
    void theGuardianIsReplacedWhenItDies() {
        long first = real.supervisor.guardianPid();
        ProcessHandle.of(first).orElseThrow().destroyForcibly();

        await().atMost(SupervisorFixture.PATIENCE).until(() -> !real.problems.isEmpty());
        assertThat(real.problems).containsExactly("the guardian died and was replaced");
        assertThat(real.supervisor.guardianPid()).isNotEqualTo(first);
        real.problems.clear();
    }
}
