package dev.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.cli.CommandLineFixture.Result;
import dev.runner.cluster.ClusterState;
import dev.runner.manager.api.ClusterView;
import dev.runner.manager.api.LastStatus;
import dev.runner.manager.api.ManagerFile;
import dev.runner.manager.api.MemberView;
import dev.runner.manager.api.PendingView;
import dev.runner.manager.testing.ViewFixtures;
import dev.runner.supervisor.LifecycleState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code wait}: what it waits for, and how it tells that it was in vain. */
@Tag("R9")
@Timeout(30)
class WaitCommandTest {
    @TempDir
    Path directory;

    @Test
    void returnsWhenTheClusterIsReady() throws Exception {
        try (FakeManagerFixture managed = new FakeManagerFixture(directory)) {
            managed.operations.view = view(ClusterState.STARTING, null, LifecycleState.STARTING);
            CompletableFuture<Result> waiting = waitFor();
            assertThat(waiting).isNotDone();

            managed.operations.view = view(ClusterState.READY, null, LifecycleState.READY);

            assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(new Result(0, "default is ready\n", ""));
            assertThat(run("--json").out())
                    .isEqualTo("{\"cluster\":\"default\",\"state\":\"ready\",\"formed\":null}\n");
        }
    }

    @Test
    void waitsForTheFormationWhereTheSpecHasOne() throws Exception {
        try (FakeManagerFixture managed = new FakeManagerFixture(directory)) {
            assertThat(run("--formed").exitCode()).isZero();

            managed.operations.view = formed(false);
            assertThat(run().exitCode()).isZero();
            assertThat(run("--formed", "--timeout", "200ms"))
                    .isEqualTo(new Result(5, "", "runner: 'default' was not formed after 200ms.\n"));

            managed.operations.view = formed(true);
            assertThat(run("--formed").out()).isEqualTo("default is ready and formed\n");
        }
    }

    @Test
    void waitsForOneThatIsOnlyJustBeingStarted() throws Exception {
        CompletableFuture<Result> waiting = waitFor();
        try (FakeManagerFixture managed = new FakeManagerFixture(directory)) {
            managed.operations.awaitStatus();
            assertThat(waiting.get(20, TimeUnit.SECONDS).exitCode()).isZero();
        }
    }

    @Test
    void namesWhomItWaitedForInVain() throws Exception {
        try (FakeManagerFixture managed = new FakeManagerFixture(directory)) {
            managed.operations.view = view(ClusterState.DEGRADED, null, LifecycleState.BACKING_OFF);

            assertThat(run("--timeout", "150ms"))
                    .isEqualTo(new Result(
                            5, "", "runner: 'default' was not ready after 150ms: worker-0 is backing off.\n"));
        }
    }

    @Test
    void tellsAFailureAtOnce() throws Exception {
        try (FakeManagerFixture managed = new FakeManagerFixture(directory)) {
            managed.operations.view =
                    view(ClusterState.DEGRADED, "worker-0 ended with exit code 3", LifecycleState.FAILED);

            assertThat(run())
                    .isEqualTo(new Result(1, "", "runner: 'default' has failed: worker-0 ended with exit code 3\n"));
        }
    }

    @Test
    void aFailureIsOverWhenTheMemberIsReadyAgain() throws Exception {
        try (FakeManagerFixture managed = new FakeManagerFixture(directory)) {
            String failure = "worker-0 ended with exit code 3";
            managed.operations.view = view(ClusterState.DEGRADED, failure, LifecycleState.STARTING);
            CompletableFuture<Result> waiting = waitFor();
            assertThat(waiting).isNotDone();

            managed.operations.view = view(ClusterState.READY, failure, LifecycleState.READY);

            assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(new Result(0, "default is ready\n", ""));
        }
    }

    @Test
    void tellsAFailureThatWasThereBefore() throws IOException {
        Path cluster = Files.createDirectories(directory.resolve(".runner/default"));
        new LastStatus(
                        view(ClusterState.FAILED, "worker-0 ended with exit code 3", LifecycleState.FAILED),
                        Instant.now())
                .write(cluster);

        Result result = run("--timeout", "20s");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("runner: 'default' has failed: worker-0 ended with exit code 3\n");
        assertThat(run("--timeout", "50ms")).isEqualTo(result);
    }

    @Test
    void waitsOnWhereTheFailureIsThatOfTheRunBefore() throws Exception {
        Path cluster = Files.createDirectories(directory.resolve(".runner/default"));
        new LastStatus(view(ClusterState.FAILED, "before", LifecycleState.FAILED), ViewFixtures.STARTED).write(cluster);
        try (FakeManagerFixture managed = new FakeManagerFixture(directory)) {
            Path file = managed.cluster.resolve(ManagerFile.NAME);
            Path away = Files.move(file, directory.resolve("away"));
            CompletableFuture<Result> waiting = waitFor();
            Files.move(away, file);

            assertThat(waiting.get(20, TimeUnit.SECONDS).exitCode()).isZero();
        }
    }

    @Test
    void namesWhatIsWaitedFor() throws Exception {
        PendingView starting = new PendingView(
                "ready",
                "tcp 127.100.0.1:1: connection refused for 4.2 s (90 attempts)",
                null,
                null,
                90,
                null,
                List.of(),
                List.of());
        PendingView forming =
                new PendingView("formed", "command `x`: exit code 1", null, null, 9, null, List.of(), List.of());
        try (FakeManagerFixture managed = new FakeManagerFixture(directory)) {
            managed.operations.view = ViewFixtures.cluster(
                    ClusterState.STARTING, null, ViewFixtures.pending(LifecycleState.STARTING, starting));
            assertThat(run("--timeout", "150ms").err())
                    .isEqualTo("runner: 'default' was not ready after 150ms: worker-0 is starting:"
                            + " tcp 127.100.0.1:1: connection refused for 4.2 s (90 attempts).\n");

            managed.operations.view = formed(false, ViewFixtures.pending(LifecycleState.READY, forming));
            assertThat(run("--formed", "--timeout", "150ms").err())
                    .isEqualTo("runner: 'default' was not formed after 150ms: worker-0 is ready, not formed:"
                            + " command `x`: exit code 1.\n");
        }
    }

    @Test
    void tellsThatTheClusterEndedMeanwhile() throws Exception {
        try (FakeManagerFixture managed = new FakeManagerFixture(directory)) {
            managed.operations.view = view(ClusterState.STOPPING, null, LifecycleState.STOPPING);
            CompletableFuture<Result> waiting = waitFor();
            managed.operations.awaitStatus();
            end(managed, view(ClusterState.STOPPED, null, LifecycleState.STOPPED));

            assertThat(waiting.get(20, TimeUnit.SECONDS))
                    .isEqualTo(new Result(1, "", "runner: 'default' has been stopped meanwhile.\n"));
        }
    }

    @Test
    void thereIsExitCode4WhereNoneCame() throws IOException {
        Files.createDirectories(directory.resolve("x"));

        Result result = run("--timeout", "150ms");

        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.err())
                .startsWith("no cluster runs here yet; waiting for one\nrunner: no cluster is here: ")
                .hasLineCount(2);
    }

    private void end(FakeManagerFixture managed, ClusterView last) throws IOException {
        new LastStatus(last, ViewFixtures.STARTED).write(managed.cluster);
        ManagerFile.delete(managed.cluster);
    }

    private CompletableFuture<Result> waitFor() {
        return CompletableFuture.supplyAsync(this::run);
    }

    private Result run(String... options) {
        String[] words = new String[options.length + 1];
        words[0] = "wait";
        System.arraycopy(options, 0, words, 1, options.length);
        return new CommandLineFixture(directory).run(words);
    }

    private static ClusterView formed(boolean formed) {
        return formed(formed, ViewFixtures.worker(0, LifecycleState.READY, null));
    }

    private static ClusterView formed(boolean formed, MemberView worker) {
        ClusterView view = ViewFixtures.cluster(ClusterState.READY, null, worker);
        return new ClusterView(
                view.cluster(),
                view.network(),
                view.state(),
                view.manager(),
                view.coordinator(),
                view.members(),
                view.apiKey(),
                view.fatal(),
                formed);
    }

    private static ClusterView view(ClusterState state, @Nullable String fatal, LifecycleState worker) {
        return ViewFixtures.cluster(state, fatal, ViewFixtures.worker(0, worker, null));
    }
}
