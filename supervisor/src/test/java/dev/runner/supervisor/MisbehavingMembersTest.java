package dev.runner.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runner.supervisor.MemberEvent.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real members that behave as members should not. */
class MisbehavingMembersTest {
    private static final StopPolicy IMPATIENT = new StopPolicy("TERM", Duration.ofMillis(100));

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

    private long logged(String name) throws Exception {
        long size = 0;
        try (Stream<Path> logs = Files.list(real.log(name).getParent())) {
            for (Path log : logs.filter(file -> file.getFileName().toString().matches(name + "\\.log(\\.\\d)?"))
                    .toList()) {
                size += Files.size(log);
            }
        }
        return size;
    }

    @Test
    @Tag("F10")
    void twoHundredFastExitsLoseNoLastWordAndNoCode() {
        List<MemberId> ids = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int code = 56 + i;
            ids.add(real.add(
                    "worker-" + i,
                    "echo out " + i + "; echo err " + i + " >&2; printf 'last words of " + i + "'; exit " + code));
        }
        ids.forEach(id -> real.supervisor.start(id, null));
        for (int i = 0; i < 200; i++) {
            ExitRecord exit = real.awaitExit(ids.get(i), LifecycleState.FAILED);
            assertThat(exit.status()).isEqualTo(ExitStatus.code(56 + i));
            assertThat(exit.lastLines()).containsExactlyInAnyOrder("out " + i, "err " + i, "last words of " + i);
        }
    }

    @Test
    @Tag("F10")
    void aHundredMegabytesWithoutANewlineArriveWhole() throws Exception {
        MemberId id = real.run("worker-0", "head -c 100000000 /dev/zero | tr '\\0' x");
        ExitRecord exit = real.awaitExit(id, LifecycleState.STOPPED);
        assertThat(logged("worker-0")).isEqualTo(100_000_001L);
        assertThat(exit.lastLines()).hasSize(1);
    }

    /** More than its pipes hold at a time, into both at once: what is read in large blocks, and by turns. */
    @Test
    @Tag("F10")
    void floodsOnBothStreamsArriveInOrderAndUntorn() throws Exception {
        int lines = 300_000;
        MemberId id = real.run(
                "worker-0",
                "seq -f 'out %.0f' " + lines + " > out; seq -f 'err of another length %.0f' " + lines + " > err;"
                        + " cat err >&2 & cat out; wait; printf 'the last words'");
        ExitRecord exit = real.awaitExit(id, LifecycleState.STOPPED);
        assertThat(exit.lastLines()).last().isEqualTo("the last words");
        int out = 0;
        int err = 0;
        try (Stream<String> logged = Files.lines(real.log("worker-0"))) {
            for (String line : (Iterable<String>) logged::iterator) {
                if (line.startsWith("out")) {
                    out++;
                    assertThat(line).isEqualTo("out " + out);
                } else if (line.startsWith("err")) {
                    err++;
                    assertThat(line).isEqualTo("err of another length " + err);
                } else {
                    assertThat(line).isEqualTo("the last words");
                }
            }
        }
        assertThat(List.of(out, err)).containsExactly(lines, lines);
    }

    @Test
    @Tag("F10")
    void binaryOutputIsLoggedAsItIs() throws Exception {
        MemberId id = real.run("worker-0", "head -c 300000 /dev/urandom > data; echo >> data; cat data; exit 3");
        real.awaitState(id, LifecycleState.FAILED);
        assertThat(Files.mismatch(real.log("worker-0"), real.directory.resolve("members/worker-0/data")))
                .isEqualTo(-1);
    }

    @Test
    @Tag("F10")
    @Tag("F12")
    void aChildThatFloodsThePipeDoesNotDelayTheNewsOfItsParentsEnd() {
        MemberId id = real.run("worker-0", "yes flood & echo parent; exit 3");
        ExitRecord exit = real.awaitExit(id, LifecycleState.FAILED);
        assertThat(exit.status()).isEqualTo(ExitStatus.code(3));
        assertThat(Duration.between(exit.at(), real.awaitEvent(id, Kind.FAILED).at()))
                .isLessThan(SupervisorFixture.PATIENCE);
    }

    @Test
    @Tag("F13")
    void aMemberThatIgnoresEverySignalIsKilledWhenItsGraceIsOver() throws Exception {
        MemberId id = real.add(
                "worker-0",
                "trap '' TERM HUP INT QUIT; echo up; while :; do sleep 0.1; done",
                IMPATIENT,
                RestartPolicy.STANDARD);
        real.supervisor.start(id, null);
        real.awaitLog("worker-0", "up\n");
        real.supervisor.stop(id, Action.Operation.STOP);
        assertThat(real.awaitExit(id, LifecycleState.STOPPED).status()).isEqualTo(ExitStatus.signal(9));
    }

    @Test
    @Tag("F13")
    void daemonsOfAMemberEndWithIt() throws Exception {
        String daemon = "(trap '' TERM HUP; setsid sh -c 'echo daemon $$; exec sleep 300' &)";
        MemberId id = real.run("worker-0", daemon + "; " + daemon + "; exec sleep 300");
        await().atMost(SupervisorFixture.PATIENCE)
                .until(() -> real.logText("worker-0").lines().count() == 2);
        real.supervisor.kill(id, Action.Operation.KILL);
        real.awaitState(id, LifecycleState.STOPPED);
        for (String line : real.logText("worker-0").lines().toList()) {
            assertThat(SupervisorFixture.isAlive(Long.parseLong(line.substring(7))))
                    .isFalse();
        }
        assertThat(real.supervisor.pids(id)).isEmpty();
    }

    @Test
    @Tag("F13")
    void aMemberWithClosedOutputThatLivesOnCanBeStopped() {
        MemberId id = real.run(
                "worker-0", "echo \"$MULTIHOST_COOKIE ready\" > \"$MULTIHOST_NOTICES\"; exec sleep 300 >&- 2>&-");
        real.awaitEvent(id, Kind.NOTICE_READY);
        real.supervisor.stop(id, Action.Operation.STOP);
        assertThat(real.awaitExit(id, LifecycleState.STOPPED).status()).isEqualTo(ExitStatus.signal(15));
    }

    @Test
    @Tag("F13")
    void aMemberThatIsStoppedBeforeItRanEnds() {
        for (int i = 0; i < 20; i++) {
            MemberId id = real.add("worker-" + i, "exec sleep 300", IMPATIENT, RestartPolicy.STANDARD);
            real.supervisor.start(id, null);
            real.supervisor.stop(id, Action.Operation.STOP);
        }
        real.supervisor.snapshot().members().forEach(member -> real.awaitState(member.id(), LifecycleState.STOPPED));
    }

    @Test
    @Tag("F12")
    void aProgramThatIsKilledAtTheGateFailsAndIsSwept() {
        List<MemberId> ids = new ArrayList<>();
        real.supervisor.listen(event -> {
            if (event.kind() == Kind.SPAWNED) {
                var unused = ProcessHandle.of(event.member().pid()).map(ProcessHandle::destroyForcibly);
            }
        });
        for (int i = 0; i < 20; i++) {
            ids.add(real.run("worker-" + i, "exec sleep 300"));
        }
        for (MemberId id : ids) {
            assertThat(real.awaitExit(id, LifecycleState.FAILED).status()).isEqualTo(ExitStatus.signal(9));
        }
    }

    @Test
    void anUnknownMemberIsAProblemAndNotTheEnd() {
        real.supervisor.start(new MemberId("nobody"), null);
        await().atMost(SupervisorFixture.PATIENCE).until(() -> !real.problems.isEmpty());
        assertThat(real.problems.get(0)).contains("there is no member nobody");
        real.problems.clear();
        real.awaitState(real.run("worker-0", "exit 0"), LifecycleState.STOPPED);
    }

    @Test
    void anOutputListenerThatThrowsIsToldOnceAndCostsNoLine() throws Exception {
        real.supervisor.listenToOutput((id, incarnation, lines) -> {
            throw new IllegalStateException("broken");
        });
        MemberId id = real.run("worker-0", "echo one; sleep 0.05; echo two; exit 3");
        ExitRecord exit = real.awaitExit(id, LifecycleState.FAILED);
        assertThat(exit.lastLines()).containsExactly("one", "two");
        assertThat(real.logText("worker-0")).isEqualTo("one\ntwo\n");
        assertThat(real.problems).hasSize(1);
        real.problems.clear();
    }

    @Test
    void theOutputListenerHearsWholeLinesOfTheRightStart() throws Exception {
        List<String> heard = new java.util.concurrent.CopyOnWriteArrayList<>();
        real.supervisor.listenToOutput((id, incarnation, lines) ->
                heard.add(id + "/" + incarnation + " " + StandardCharsets.UTF_8.decode(lines.duplicate())));
        real.run("worker-0", "printf 'a'; printf 'b\\n'; [ -e again ] && exit 3; touch again; exit 55");
        await().atMost(SupervisorFixture.PATIENCE).until(() -> heard.size() == 2);
        assertThat(heard).containsExactly("worker-0/1 ab\n", "worker-0/2 ab\n");
    }

    @Test
    @Tag("F13")
    void closeTwiceIsCloseOnceAndLateRequestsMeanNothing() {
        MemberId id = real.run("worker-0", "exec sleep 300");
        real.close();
        assertThat(real.member(id).state()).isEqualTo(LifecycleState.STOPPED);
        real.close();
        real.supervisor.start(id, null);
        real.supervisor.ready(id, 1);
        assertThat(real.member(id).state()).isEqualTo(LifecycleState.STOPPED);
    }
}
