package dev.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources the script in a real bash, and presses Tab by calling what bash would call. */
@Tag("R9")
class CompletionCommandTest {
    @TempDir
    Path directory;

    @BeforeEach
    void writeScript() throws IOException {
        Files.writeString(
                directory.resolve("completion"),
                new CommandLineFixture(directory).run("completion", "bash").out());
        Path runner = Files.createDirectory(directory.resolve("bin")).resolve("runner");
        Files.writeString(runner, """
                #!/bin/sh
                [ "$MULTIHOST_BUILD $*" = "never ps --names" ] && printf 'worker-0\\nworker-1\\ncoordinator\\n'
                """);
        assertThat(runner.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void completesCommands() throws IOException, InterruptedException {
        assertThat(complete("runner", "d")).containsExactlyInAnyOrder("doctor", "down");
    }

    @Test
    void completesOptions() throws IOException, InterruptedException {
        assertThat(complete("runner", "down", "--t")).containsExactly("--timeout");
    }

    @Test
    void completesCommandsOfCommands() throws IOException, InterruptedException {
        assertThat(complete("runner", "loopback", "un")).containsExactly("unalias");
    }

    @Test
    void completesSpecsToBeginWith() throws IOException, InterruptedException {
        assertThat(complete("runner", "init", "zoo")).containsExactly("zookeeper");
    }

    @Test
    void completesShells() throws IOException, InterruptedException {
        assertThat(complete("runner", "completion", "z")).containsExactly("zsh");
    }

    @Test
    void completesMembersOfTheRunningCluster() throws IOException, InterruptedException {
        assertThat(complete("runner", "restart", "w")).containsExactly("worker-0", "worker-1");
        assertThat(complete("runner", "restart", "worker-0", "c")).containsExactly("coordinator");
    }

    private List<String> complete(String... words) throws IOException, InterruptedException {
        String script =
                "compopt() { :; }; source ./completion || exit 1; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); COMPREPLY=();"
                        + " _runner_with_members runner \"${!#}\" \"\"; printf '%s\\n' \"${COMPREPLY[@]}\"";
        ProcessBuilder bash = new ProcessBuilder("bash", "--norc", "-c", script, "bash").directory(directory.toFile());
        bash.command().addAll(List.of(words));
        bash.environment().put("PATH", directory.resolve("bin") + ":" + System.getenv("PATH"));
        Process process = bash.redirectErrorStream(true).start();
        List<String> lines = process.inputReader().lines().map(String::strip).toList();
        assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
        return lines;
    }
}
