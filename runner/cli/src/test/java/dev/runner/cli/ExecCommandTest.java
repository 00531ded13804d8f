package dev.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.cli.CommandLineFixture.Result;
import dev.runner.cluster.ClusterState;
import dev.runner.manager.testing.ViewFixtures;
import dev.runner.supervisor.LifecycleState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code exec} runs, where, and with which exit code; its streams are tested with the real program. */
@Tag("R9")
class ExecCommandTest {
    @TempDir
    Path directory;

    private FakeManagerFixture managed;
    private CommandLineFixture runner;

    @BeforeEach
    void begin() throws IOException {
        managed = new FakeManagerFixture(directory);
        runner = new CommandLineFixture(directory);
        Path home = Files.createDirectories(directory.resolve("a member's directory"));
        managed.operations.view = ViewFixtures.cluster(
                ClusterState.READY, null, ViewFixtures.in(home, ViewFixtures.worker(0, LifecycleState.STOPPED, null)));
        managed.operations.environment = Map.of(
                "PATH",
                "/nowhere:bin:/usr/bin:/bin",
                "MULTIHOST_MEMBER",
                "worker-0",
                "node.name",
                "odd",
                "TERM",
                "old");
        Files.createDirectories(home.resolve("bin/folder"));
        Files.writeString(home.resolve("bin/plain"), "not a program");
        Files.writeString(home.resolve("bin/own"), "exit 44\n");
        assertThat(home.resolve("bin/own").toFile().setExecutable(true)).isTrue();
    }

    @AfterEach
    void end() {
        managed.close();
    }

    @Test
    void runsInTheMembersDirectoryWithItsEnvironmentOnly() throws IOException {
        Result result = runner.run("exec", "worker-0", "--", "sh", "-c", "pwd > out; env >> out; exit 7");

        assertThat(result).isEqualTo(new Result(7, "", ""));
        List<String> out = Files.readAllLines(directory.resolve("a member's directory/out"));
        assertThat(out.get(0)).isEqualTo(directory.toRealPath() + "/a member's directory");
        assertThat(out)
                .contains("MULTIHOST_MEMBER=worker-0")
                .noneMatch(line -> line.startsWith("HOME=") || line.startsWith("MULTIHOST_COOKIE="))
                .doesNotContain("TERM=old");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "true, 0, ''",
        "own, 44, ''",
        "bin/own, 44, ''",
        "/bin/false, 1, ''",
        "nosuch, 127, 'nosuch: not found on the PATH of worker-0.'",
        "./nosuch, 127, './nosuch: there is no such file'",
        "plain, 126, 'is not executable'",
        "bin/folder, 126, 'is not executable'",
    })
    void endsWithTheCodeOfTheCommandOrOfAShell(String command, int exitCode, String message) {
        Result result = runner.run("exec", "worker-0", "--", command);

        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.err()).contains(message);
    }

    @Test
    void theSignalThatEndsTheCommandIsToldAsAShellDoes() {
        assertThat(runner.run("exec", "worker-0", "--", "sh", "-c", "kill -TERM $$")
                        .exitCode())
                .isEqualTo(143);
    }

    @Test
    void whatLooksLikeAnOptionOfOursIsTheCommandsOwn() throws IOException {
        runner.run(
                "exec", "worker-0", "sh", "-c", "echo \"$@\" > out", "--name", "--help", "--", "--json", "--verbose");

        assertThat(Files.readString(directory.resolve("a member's directory/out")))
                .isEqualTo("--help -- --json --verbose\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "exec worker-0 --name other -- true, no cluster 'other' is here",
        "exec worker-0 --name=other -- true, no cluster 'other' is here",
        "exec --verbose worker-0 --name other -- true, no cluster 'other' is here",
        "exec worker-0 --nosuch -- true, there is no option '--nosuch'",
        "exec worker-0 --name -- true, --name: not found on the PATH of worker-0",
        "exec worker-0 --name other, --name: not found on the PATH of worker-0",
    })
    void optionsBetweenTheMemberAndTheDashesAreOurs(String line, String message) {
        assertThat(runner.run(line.split(" ", -1)).err()).contains(message);
    }

    @Test
    void theirOrderChangesNothingElse() throws IOException {
        Result result = runner.run(
                "exec", "worker-0", "--name", "default", "--", "sh", "-c", "echo \"$@\" > out", "0", "--name", "--");

        assertThat(result).isEqualTo(new Result(0, "", ""));
        assertThat(Files.readString(directory.resolve("a member's directory/out")))
                .isEqualTo("--name --\n");
        assertThat(runner.run("exec", "worker-0", "--help", "--", "true").out()).contains("Usage: runner exec");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "exec, missing required parameter",
        "exec worker-0, missing required parameter",
        "exec worker-0 --, a command is missing",
        "exec worker-9 -- true, has no member 'worker-9'",
        "exec --name other worker-0 -- true, no cluster 'other' is here",
        "exec --nosuch worker-0 -- true, there is no option '--nosuch'",
    })
    void failuresOfOursAre125(String line, String message) {
        Result result = runner.run(line.split(" ", -1));

        assertThat(result.exitCode()).isEqualTo(125);
        assertThat(result.err()).startsWith("runner: ").contains(message);
    }
}
