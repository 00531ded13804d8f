package dev.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.cli.CommandLineFixture.Result;
import dev.runner.manager.output.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R9")
class CommandRunnerTest {
    @TempDir
    Path directory;

    private CommandLineFixture runner;

    @BeforeEach
    void setUp() {
        runner = new CommandLineFixture(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V"})
    void tellsItsVersionAndThatOfJava(String option) {
        Result result = runner.run(option);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("runner ").contains("Java " + System.getProperty("java.version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ps", "down", "stop", "start", "restart", "kill", "loopback", "doctor", "completion"})
    void everyHelpHasExamples(String command) {
        Result result = command.isEmpty() ? runner.run("--help") : runner.run(command, "--help");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("Usage: runner").contains("Examples:\n  ");
        assertThat(result.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "pss, runner: there is no command 'pss' (did you mean ps?). See `runner --help`.",
        "dwon, runner: there is no command 'dwon' (did you mean down?). See `runner --help`.",
        "xyzzy, runner: there is no command 'xyzzy'. See `runner --help`.",
        "--verison, runner: there is no option '--verison' (did you mean --version?). See `runner --help`.",
        "ps --jsn, runner: there is no option '--jsn' (did you mean --json?). See `runner ps --help`.",
        "ps --nmae=x, runner: there is no option '--nmae' (did you mean --name?). See `runner ps --help`.",
        "ps now, runner: 'now' is one argument too many. See `runner ps --help`.",
        "loopback chek, runner: there is no command 'chek' (did you mean check?). See `runner loopback --help`.",
        "stop, runner: missing required parameter: 'MEMBER'. See `runner stop --help`."
    })
    void saysWhatWasProbablyMeant(String line, String message) {
        Result result = runner.run(line.split(" "));

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).isEqualTo(message + "\n");
        assertThat(result.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "down --timeout 5, has no unit",
        "doctor --hosts 255, choose 1 to 254",
        "doctor --hosts 0, choose 1 to 254",
        "loopback check --network 0, choose one from 1 to 255",
        "loopback check --network ten, is not a network: 1 to 255",
        "logs -n x, 'option ''--lines'': ''x'' must be a whole number'",
        "logs -n 1.5, must be a whole number",
        "add --count ten, must be a whole number",
        "add --count 99999999999, out of range: it must be from -2147483648 to 2147483647",
        "ps --name ../x, cannot be the name of a cluster",
        "completion fish, only for bash and zsh"
    })
    void refusesAValueThatCannotBe(String line, String message) {
        Result result = runner.run(line.split(" "));

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).startsWith("runner: ").contains(message).doesNotContain("Exception");
        assertThat(result.err().lines()).hasSize(1);
    }

    @Test
    void showsTheHelpWhenNoCommandIsGiven() {
        Result result = runner.run();

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).startsWith("Usage: runner").endsWith("runner: a command is missing.\n");
    }

    @Test
    void showsAStackTraceOnlyWhenItIsAskedFor() {
        assertThat(runner.run("ps").err()).doesNotContain("\tat ").startsWith("runner: no cluster is here");
        assertThat(runner.run("ps", "--verbose").err()).contains("\tat ").contains("\nrunner: no cluster is here");
    }
}
