package dev.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.cli.CommandLineFixture.Result;
import dev.runner.cluster.ClusterState;
import dev.runner.manager.api.ClusterView;
import dev.runner.manager.api.LastStatus;
import dev.runner.manager.api.ManagerFile;
import dev.runner.manager.testing.ViewFixtures;
import dev.runner.supervisor.LifecycleState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        ClusterView view = view(ClusterState.READY, null, LifecycleState.READY);
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
