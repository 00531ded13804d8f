package dev.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.cli.CommandLineFixture.Result;
import dev.runner.cluster.ClusterState;
import dev.runner.manager.api.ClusterView;
import dev.runner.manager.api.LastStatus;
import dev.runner.manager.output.ExitCode;
import dev.runner.manager.testing.ViewFixtures;
import dev.runner.supervisor.LifecycleState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code logs} of a cluster that has ended, with worker-0 and worker-1. */
@Tag("R9")
@Timeout(30)
class LogsCommandTest {
    @TempDir
    Path directory;

    private Path logs;
    private CommandLineFixture runner;

    @BeforeEach
    void endACluster() throws IOException {
        Path cluster = Files.createDirectories(directory.resolve(".runner/default"));
        logs = cluster.resolve("logs");
        ClusterView view = ViewFixtures.cluster(
                ClusterState.STOPPED,
                null,
                ViewFixtures.worker(0, LifecycleState.STOPPED, null),
                ViewFixtures.worker(1, LifecycleState.STOPPED, null));
        new LastStatus(view, ViewFixtures.STARTED).write(cluster);
        runner = new CommandLineFixture(directory);
    }

    @Test
    void showsNothingWhereNobodyHasWritten() {
        assertThat(runner.run("logs")).isEqualTo(new Result(0, "", ""));
        assertThat(runner.run("logs", "-f")).isEqualTo(new Result(0, "", ""));
        assertThat(runner.run("logs", "worker-1")).isEqualTo(new Result(0, "", ""));
    }

    @Test
    void showsTheLastLinesOfEachMember() throws IOException {
        write("worker-0.log", "one\ntwo\nthree\n");
        write("worker-1.log", "four\n");

        assertThat(runner.run("logs", "-n", "2").out())
                .isEqualTo("worker-0 | two\nworker-0 | three\nworker-1 | four\n");
        assertThat(runner.run("logs", "-n", "0").out()).isEmpty();
        assertThat(runner.run("logs", "worker-1", "worker-1").out()).isEqualTo("worker-1 | four\n");
    }

    @Test
    void goesBackIntoWhatWasRotatedAway() throws IOException {
        write("worker-0.log.1", "one\ntwo\n");
        write("worker-0.log", "three\n");
        write("worker-1.log.1", "its log is just being rotated\n");

        assertThat(runner.run("logs", "-n", "2").out())
                .isEqualTo("worker-0 | two\nworker-0 | three\nworker-1 | its log is just being rotated\n");
    }

    @Test
    void namesTheMembersThatAreThere() {
        Result result = runner.run("logs", "worker-7");

        assertThat(result.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(result.err())
                .isEqualTo("runner: 'default' has no log of a member 'worker-7'; there are worker-0, worker-1.\n");
    }

    @Test
    void refusesANegativeNumberOfLines() {
        assertThat(runner.run("logs", "-n", "-1").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void showsOnlyWhatWasWrittenSince() throws IOException {
        long now = java.time.Instant.parse("2026-01-01T10:01:04Z").toEpochMilli();
        write("worker-0.log.1", "oldest\nold\n");
        write("worker-0.log.1.times", times(now - 600_000, 0, now - 400_000, 7));
        write("worker-0.log", "new\nnewer\n");
        write("worker-0.log.times", times(now - 200_000, 0, now - 100_000, 4));
        write("worker-1.log", "of an older version\n");

        assertThat(runner.run("logs", "--since", "2m", "worker-0").out()).isEqualTo("worker-0 | newer\n");
        assertThat(runner.run("logs", "--since", "5m", "worker-0").out())
                .isEqualTo("worker-0 | new\nworker-0 | newer\n");
        assertThat(runner.run("logs", "--since", "7m", "worker-0").out()).startsWith("worker-0 | old\n");
        assertThat(runner.run("logs", "--since", "1h", "-n", "3", "worker-0").out())
                .startsWith("worker-0 | old\n");
        assertThat(runner.run("logs", "--since", "5s", "worker-0").out()).isEmpty();
        assertThat(runner.run("logs", "--since", "2026-01-01T09:59:00Z", "worker-0")
                        .out())
                .isEqualTo("worker-0 | newer\n");
        assertThat(runner.run("logs", "--since", "5s", "worker-1").out()).contains("of an older version");
    }

    @Test
    void findsLinesInAllOfTheLog() throws IOException {
        write("worker-0.log", "error 1\n" + "x\n".repeat(50) + "error 2\n");

        assertThat(runner.run("logs", "--grep", "err.r").out()).isEqualTo("worker-0 | error 1\nworker-0 | error 2\n");
        assertThat(runner.run("logs", "--grep", "err.r", "-n", "5").out()).isEqualTo("worker-0 | error 2\n");
    }

    @Test
    void printsOneObjectALine() throws IOException {
        write("worker-0.log", "a \"quoted\" line\nand another\n");

        assertThat(runner.run("logs", "--json").out()).isEqualTo("""
                        {"member":"worker-0","line":"a \\"quoted\\" line"}
                        {"member":"worker-0","line":"and another"}
                        """);
    }

    @Test
    void refusesWhatIsNoTimeOrNoExpression() {
        assertThat(runner.run("logs", "--since", "yesterday"))
                .isEqualTo(new Result(
                        2,
                        "",
                        "runner: --since: 'yesterday' is no time: write 5m, 14:30, 2026-01-31T14:30 "
                                + "or 2026-01-31T14:30:05Z.\n"));
        assertThat(runner.run("logs", "--grep", "(").err()).startsWith("runner: --grep: '(' is no regular expression");
    }

    private static String times(long first, int from, long second, int then) {
        return String.format("%013d %012d%n%013d %012d%n", first, from, second, then);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(Files.createDirectories(logs).resolve(name), text);
    }
}
