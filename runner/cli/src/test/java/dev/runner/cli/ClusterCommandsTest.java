package dev.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.cli.CommandLineFixture.Result;
import dev.runner.cluster.ClusterState;
import dev.runner.manager.api.ApiToken;
import dev.runner.manager.api.ClusterView;
import dev.runner.manager.api.ExitView;
import dev.runner.manager.api.LastStatus;
import dev.runner.manager.api.ManagerFile;
import dev.runner.manager.api.ManagerListenSocket;
import dev.runner.manager.api.ManagerServer;
import dev.runner.manager.api.OperationRefusedException;
import dev.runner.manager.api.PendingView;
import dev.runner.manager.api.ProcessIdentity;
import dev.runner.manager.output.ExitCode;
import dev.runner.manager.testing.RecordingManagerOperations;
import dev.runner.manager.testing.ViewFixtures;
import dev.runner.supervisor.Action;
import dev.runner.supervisor.LifecycleState;
import dev.runner.util.InProcessLock;
import dev.runner.util.StateOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ps}, {@code down} and the member commands against a real API; a process of ours plays the manager. */
@Tag("R9")
class ClusterCommandsTest {
    private static final String TOKEN = ApiToken.create(new SecureRandom());

    @TempDir
    Path directory;

    private final RecordingManagerOperations operations = new RecordingManagerOperations();
    private final Process manager = sleep();
    private Path cluster;
    private ManagerServer server;
    private CommandLineFixture runner;

    @BeforeEach
    void start() throws IOException {
        cluster = Files.createDirectories(directory.resolve(".runner/default"));
        server = ManagerServer.start(operations, TOKEN, ManagerListenSocket.open("127.232.254.1", 0));
        runner = new CommandLineFixture(directory);
        writeManagerFile(null);
    }

    @AfterEach
    void stop() {
        server.close();
        manager.destroyForcibly();
    }

    @Test
    void psShowsTheMembers() {
        operations.view = ViewFixtures.cluster(
                ClusterState.DEGRADED,
                null,
                ViewFixtures.worker(0, LifecycleState.READY, null),
                ViewFixtures.worker(1, LifecycleState.BACKING_OFF, ExitView.ofSignal("KILL", ViewFixtures.STARTED)));

        Result result = runner.run("ps");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEqualTo("""
                default is degraded, on network 100, under manager 1

                MEMBER    STATE        PID      ADDRESS                   UP     RESTARTS  LAST EXIT
                worker-0  ready        4000000  http://127.100.0.1:28080  1m 4s  0         -
                worker-1  backing off  -        http://127.100.1.1:28080  -      1         signal KILL
                """);
    }

    @Test
    void psShowsWhatWasDoneOnPurpose() {
        operations.view = ViewFixtures.cluster(
                ClusterState.DEGRADED,
                null,
                ViewFixtures.operatorActions(0, LifecycleState.READY, true, null),
                ViewFixtures.operatorActions(1, LifecycleState.STARTING, true, Action.Operation.START),
                ViewFixtures.operatorActions(2, LifecycleState.STOPPED, false, Action.Operation.KILL),
                ViewFixtures.operatorActions(3, LifecycleState.STOPPED, false, new Action.SendSignal(15)),
                ViewFixtures.operatorActions(4, LifecycleState.STOPPED, false, Action.Operation.STOP),
                ViewFixtures.operatorActions(5, LifecycleState.STOPPED, false, null),
                ViewFixtures.operatorActions(6, LifecycleState.READY, false, Action.Operation.START));

        assertThat(runner.run("ps").out().lines().skip(3).map(line -> line.split(" {2,}", -1)[1]))
                .containsExactly(
                        "paused",
                        "starting, paused",
                        "killed by you",
                        "killed by you (TERM)",
                        "stopped by you",
                        "stopped",
                        "ready");
    }

    @Test
    void sendsALineToAMember() {
        assertThat(runner.run("send", "worker-0", "status", "all").out()).isEqualTo("worker-0 was sent 11 bytes\n");
        assertThat(runner.run("send", "worker-0", "ü", "--json").out())
                .isEqualTo("{\"name\":\"worker-0\",\"bytes\":3}\n");
        assertThat(operations.calls).containsExactly("send 'status all\n' worker-0", "send 'ü\n' worker-0");
        assertThat(runner.run("send", "worker-9", "x").exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void startSaysWhenAMemberRunsAlready() {
        assertThat(runner.run("start", "worker-0").out()).isEqualTo("worker-0 runs already (pid 4000000)\n");
    }

    @Test
    void psSaysWhyAMemberIsNotReady() {
        PendingView pending = new PendingView(
                "ready",
                "command `x`: exit code 1 for 4.2 s (90 attempts), it printed \"no\"",
                "command `x`",
                "exit code 1",
                90,
                ViewFixtures.STARTED,
                List.of("oh", "no"),
                List.of("starting"));
        operations.view = ViewFixtures.cluster(
                ClusterState.STARTING, null, ViewFixtures.pending(LifecycleState.STARTING, pending));

        assertThat(runner.run("ps").out())
                .endsWith("\n"
                        + "worker-0 is not ready: command `x`: exit code 1 for 4.2 s (90 attempts), it printed"
                        + " \"no\"\n");
        assertThat(runner.run("ps", "-v").out()).endsWith("""
            (90 attempts), it printed "no"
              since 2026-01-01T10:00:00Z
              the probe printed:
                oh
                no
              last output:
                starting
            """);
        assertThat(runner.run("ps", "--json").out()).contains("\"answer\" : \"exit code 1\"");
    }

    @Test
    void psPrintsTheContract() {
        Result result = runner.run("ps", "--json");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("\"cluster\" : \"default\"", "\"apiKey\" : \"secret\"");
    }

    @Test
    void psGivesTheNamesForCompletion() {
        assertThat(runner.run("ps", "--names").out()).isEqualTo("worker-0\nworker-1\n");
    }

    @Test
    void psSaysThatTheManagerDiedAndShowsNothingAsReady() throws InterruptedException {
        server.close();
        endManager();

        Result result = runner.run("ps", "--json");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).contains("\"state\" : \"failed\"", "died").doesNotContain("ready");
    }

    /** The manager has died, and something answers at its address that would do all that is asked. */
    @ParameterizedTest
    @CsvSource({
        "ps, 1",
        "exec worker-0 -- false, 125",
        "logs, 0",
        "stop worker-0, 4",
        "add, 4",
        "wait, 1",
        "down, 0",
    })
    void noCommandAsksWhoeverHasTheAddressOfADeadManager(String command, int exitCode) throws InterruptedException {
        endManager();

        Result result = runner.run(command.split(" ", -1));

        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.out() + result.err()).doesNotContain("ready", "Exception");
        assertThat(operations.calls).isEmpty();
    }

    @Test
    void psSaysThatAnotherProgramAnswersAndWhatToDo() throws IOException {
        writeManagerFile(null, ApiToken.create(new SecureRandom()));

        Result result = runner.run("ps");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err())
                .isEqualTo("runner: what answers at " + server.url() + " is not the manager of 'default' (pid "
                        + manager.pid() + "): it does not accept the token in its manager.json. The manager is alive:"
                        + " wait, or end it with `kill -9 " + manager.pid()
                        + "`, after which its guardian stops all members.\n");
    }

    @Test
    void psShowsHowAClusterFailed() throws IOException {
        end(ClusterState.FAILED, "worker-1 was killed by SIGKILL after 3 s");

        Result result = runner.run("ps");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).contains("default has failed", "worker-1 was killed by SIGKILL after 3 s");
    }

    @Test
    void psSaysThatAClusterWasStopped() throws IOException {
        end(ClusterState.STOPPED, null);

        Result result = runner.run("ps");

        assertThat(result.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(result.err())
                .isEqualTo("runner: no cluster is running here: 'default' ended at 2026-01-01T11:00:00Z."
                        + " Start it with `runner up`.\n");
    }

    @Test
    void operatesOnMembersInTheirOrder() {
        Result result = runner.run("restart", "worker-1", "worker-0");

        assertThat(result.exitCode()).isZero();
        assertThat(operations.calls).containsExactly("restart worker-1", "restart worker-0");
        assertThat(result.out()).isEqualTo("worker-1 restarted (pid 4000001)\nworker-0 restarted (pid 4000000)\n");
    }

    @Test
    void kindsAndPatternsAreNamesToo() {
        assertThat(runner.run("stop", "worker").exitCode()).isZero();
        assertThat(runner.run("start", "w*-1", "worker-?").exitCode()).isZero();
        assertThat(operations.calls)
                .containsExactly("stop worker-0", "stop worker-1", "start worker-1", "start worker-0");

        Result none = runner.run("kill", "worker-0", "x*");
        assertThat(none.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(none.err()).isEqualTo("runner: no member of 'default' matches 'x*': it has worker-0, worker-1.\n");
        assertThat(operations.calls).hasSize(4);
    }

    @Test
    void theNextIsNotRestartedBeforeTheOneBeforeItIsReady() {
        operations.view = ViewFixtures.cluster(
                ClusterState.DEGRADED,
                null,
                ViewFixtures.worker(0, LifecycleState.STARTING, null),
                ViewFixtures.worker(1, LifecycleState.READY, null));

        Result late = runner.run("restart", "worker", "--timeout", "100ms");

        assertThat(late.exitCode()).isEqualTo(ExitCode.TIMED_OUT);
        assertThat(late.err())
                .isEqualTo("runner: worker-0 was not ready after 100ms; not restarted: worker-1."
                        + " --at-once does not wait.\n");
        assertThat(operations.calls).containsExactly("restart worker-0");

        assertThat(runner.run("restart", "worker", "--at-once").exitCode()).isZero();
        assertThat(operations.calls).containsExactly("restart worker-0", "restart worker-0", "restart worker-1");

        assertThat(runner.run("start", "worker-0", "--wait", "--timeout", "100ms")
                        .exitCode())
                .isEqualTo(ExitCode.TIMED_OUT);
    }

    @Test
    void aRestartThatFailsEndsTheOthers() {
        operations.view = ViewFixtures.cluster(
                ClusterState.DEGRADED,
                "worker-1 ended with exit code 4, a while ago",
                ViewFixtures.worker(0, LifecycleState.FAILED, null),
                ViewFixtures.worker(1, LifecycleState.READY, null));

        Result failed = runner.run("restart", "worker-0", "worker-1");

        assertThat(failed.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(failed.err())
                .startsWith("runner: worker-0 has failed (`runner logs worker-0` has its output);"
                        + " not restarted: worker-1.");
        assertThat(operations.calls).containsExactly("restart worker-0");
    }

    @Test
    void whenAStartInTheBackgroundReturnsIsNoQuestionInTheForeground() {
        Result result = runner.run("up", "--formed");

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("without --detach it returns at the end");
    }

    @Test
    void pausesResumesAndSends() {
        assertThat(runner.run("pause", "worker-0").out()).isEqualTo("worker-0 paused (pid 4000000)\n");
        assertThat(runner.run("resume", "worker-0").out()).isEqualTo("worker-0 goes on (pid 4000000)\n");
        assertThat(runner.run("kill", "--signal", "hup", "worker-0").out())
                .isEqualTo("worker-0 was sent HUP (pid 4000000)\n");

        assertThat(operations.calls).containsExactly("pause worker-0", "resume worker-0", "signal hup worker-0");
    }

    @Test
    void addsHostsAndRemovesMembers() {
        assertThat(runner.run("add", "--count", "3").out()).isEqualTo("worker-2 added at 127.100.2.1 (pid 4000002)\n");
        assertThat(runner.run("add", "--json").out())
                .isEqualTo(
                        "[{\"name\":\"worker-2\",\"state\":\"ready\",\"address\":\"127.100.2.1\",\"pid\":4000002}]\n");
        assertThat(runner.run("remove", "worker-1").out()).startsWith("worker-1 removed");
        assertThat(runner.run("add", "--count", "0").exitCode()).isEqualTo(ExitCode.USAGE);

        assertThat(operations.calls).containsExactly("add 3", "add 1", "remove worker-1");
    }

    /** With it, what is pasted is no path. */
    @Test
    void noFullStopIsGluedToThePathOfALog() {
        operations.done = CompletableFuture.failedFuture(new OperationRefusedException(
                OperationRefusedException.Reason.WRONG_STATE,
                "worker-1 ended with exit code 1\n  log: /c/logs/worker-1.log"));

        assertThat(runner.run("start", "worker-1").err()).endsWith("\n  log: /c/logs/worker-1.log\n");
    }

    @Test
    void refusesASignalThatThereIsNotBeforeAnythingIsDone() {
        Result result = runner.run("kill", "-s", "NONE", "worker-0");

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).startsWith("runner: there is no signal 'NONE' here;");
        assertThat(operations.calls).isEmpty();
    }

    @Test
    void changesNothingWhenOneNameIsWrong() {
        Result result = runner.run("kill", "worker-0", "wroker-1");

        assertThat(result.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(result.err()).isEqualTo("runner: 'default' has no member 'wroker-1': did you mean worker-1?\n");
        assertThat(operations.calls).isEmpty();
    }

    @Test
    void downWaitsForTheManagerAndTheGuardian() throws IOException {
        Process guardian = sleep();
        List<ProcessIdentity> both =
                List.of(ProcessIdentity.of(manager.toHandle()), ProcessIdentity.of(guardian.toHandle()));
        writeManagerFile(guardian);
        operations.onShutdown = () -> {
            manager.destroyForcibly();
            guardian.destroyForcibly();
        };

        Result result = runner.run("down");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("default is down (");
        // Not by Process: to that one, a child has ended only when this JVM has collected its status.
        assertThat(both).noneMatch(ProcessIdentity::isAlive);
    }

    @Test
    void downNamesWhatIsStillAliveWhenTheTimeIsOver() {
        Result result = runner.run("down", "--timeout", "50ms");

        assertThat(result.exitCode()).isEqualTo(ExitCode.TIMED_OUT);
        assertThat(result.err()).contains("the manager (pid " + manager.pid() + ")");
        assertThat(operations.calls).containsExactly("shutdown");
    }

    @Test
    void downAfterTheManagersDeathEndsTheMatter() throws IOException, InterruptedException {
        server.close();
        endManager();

        Result result = runner.run("down");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("Its manager had died before.");
        assertThat(ManagerFile.read(cluster)).isEmpty();
        assertThat(runner.run("ps").exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    @Tag("F18b")
    @EnabledOnOs(OS.LINUX)
    void downKillsWhatManagerAndGuardianLeft() throws IOException, InterruptedException {
        ProcessBuilder member = new ProcessBuilder("sleep", "60");
        member.environment().put("MULTIHOST_COOKIE", "k3f9x2/worker-0/1");
        Process left = member.start();
        StateOrigin here = StateOrigin.of(cluster);
        Files.writeString(
                cluster.resolve("processes.journal"),
                "at " + here.machine() + " " + here.directory() + " " + (1 << 23) + " 1\nrun k3f9x2\n");
        endManager();

        assertThat(runner.run("ps").out()).contains("died; `runner down` stops what it may have left running.");
        Result result = runner.run("down", "--json");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("\"state\":\"stopped\"", "\"killed\":1");
        assertThat(left.waitFor()).isEqualTo(128 + 9);
    }

    @Test
    @Tag("F18b")
    void aCopyIsNotTheCluster() throws IOException {
        writeManagerFile(null, TOKEN, StateOrigin.of(directory), "/original/.runner/default");

        for (String command : new String[] {"ps", "down", "stop"}) {
            Result result = command.equals("stop") ? runner.run("stop", "worker-0") : runner.run(command);
            assertThat(result.exitCode()).as(command).isEqualTo(ExitCode.NOT_FOUND);
            assertThat(result.err())
                    .contains("is a copy of /original/.runner/default, whose cluster was running when it was copied");
        }
        assertThat(manager.isAlive()).isTrue();
        assertThat(ManagerFile.read(cluster)).isPresent();
    }

    @Test
    @Tag("F18b")
    void aManagerInAnotherContainerIsDeadOnlyWhenNobodyHasTheLock() throws Exception {
        StateOrigin here = StateOrigin.of(cluster);
        writeManagerFile(null, TOKEN, new StateOrigin("another/pid:[1]", here.directory()), cluster.toString());
        Path lock = cluster.toRealPath().resolve("lock");
        InProcessLock held = new InProcessLock(lock); // as the kernel's lock of another process would be
        assertThat(held.take()).isTrue();
        try {
            for (String command : new String[] {"ps", "down"}) {
                Result result = runner.run(command);
                assertThat(result.exitCode()).as(command).isEqualTo(ExitCode.FAILED);
                assertThat(result.err()).contains("is in another container or on another machine");
            }
            assertThat(ManagerFile.read(cluster)).isPresent();
        } finally {
            held.release();
        }
        assertThat(runner.run("ps").out()).contains("died");
        assertThat(runner.run("down").exitCode()).isZero();
    }

    @Test
    @Tag("F18b")
    void aDamagedFileOfTheManagerIsSaidAndDownRemovesIt() throws IOException {
        Files.writeString(cluster.resolve("manager.json"), "{\"cluster\": 7");

        Result ps = runner.run("ps");
        assertThat(ps.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(ps.err())
                .contains("manager.json is damaged (", "): `runner down` stops what may still run, and removes it.")
                .doesNotContain("Exception");
        assertThat(runner.run("down").exitCode()).isZero();
        assertThat(ManagerFile.read(cluster)).isEmpty();
    }

    @Test
    void psLeavesTheRestToAGuardianThatLives() throws IOException, InterruptedException {
        Process guardian = sleep();
        writeManagerFile(guardian);
        endManager();

        assertThat(runner.run("ps").out()).contains("died; its guardian stops what it left running.");
        guardian.destroyForcibly();
    }

    private void writeManagerFile(@Nullable Process guardian) throws IOException {
        writeManagerFile(guardian, TOKEN);
    }

    private void writeManagerFile(@Nullable Process guardian, String token) throws IOException {
        writeManagerFile(guardian, token, new StateOrigin("", ""), "/p");
    }

    private void writeManagerFile(@Nullable Process guardian, String token, StateOrigin origin, String path)
            throws IOException {
        new ManagerFile(
                        "default",
                        ProcessIdentity.of(manager.toHandle()),
                        server.url(),
                        token,
                        null,
                        guardian == null ? null : ProcessIdentity.of(guardian.toHandle()),
                        "k3f9x2",
                        232,
                        origin,
                        path,
                        "up -f serf.yaml")
                .write(cluster);
    }

    private void end(ClusterState state, @Nullable String fatal) throws IOException {
        ClusterView view = ViewFixtures.cluster(state, fatal, ViewFixtures.worker(1, LifecycleState.FAILED, null));
        new LastStatus(view, Instant.parse("2026-01-01T11:00:00Z")).write(cluster);
        ManagerFile.delete(cluster);
    }

    private void endManager() throws InterruptedException {
        manager.destroyForcibly().waitFor();
    }

    private static Process sleep() {
        try {
            return new ProcessBuilder("sleep", "60").start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
