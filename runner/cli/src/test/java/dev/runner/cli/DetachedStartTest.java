package dev.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runner.manager.api.ManagerFile;
import dev.runner.manager.api.ProcessIdentity;
import dev.runner.manager.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code up --detach} in a process as the launch script starts it, with a file in the place of its pipe. */
@Tag("R9")
@Timeout(60)
class DetachedStartTest {
    private static final String NAP = "members: {a: {command: 'exec sleep 60'}}";

    @TempDir
    Path home;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endManager() throws Exception {
        for (Process manager : started) {
            manager.destroy();
            manager.waitFor();
        }
    }

    @Test
    void saysReadyAndThenWritesToItsLogAlone() throws Exception {
        Process up = up(NAP);
        await().atMost(Duration.ofSeconds(30)).until(() -> read("status").equals("ready\n"));
        String shown = read("shown");
        assertThat(shown).contains("starting test: 1 member", "test is ready after", "look and stop:");
        assertThat(log()).isEqualTo(shown);

        up.destroy();

        assertThat(up.waitFor()).isEqualTo(143);
        assertThat(read("shown")).isEqualTo(shown);
        assertThat(log()).startsWith(shown).contains("test has stopped");
    }

    @Test
    void endsWithTheReasonWhereItDoesNotBecomeReady() throws Exception {
        Process up = up("members: {a: {command: 'echo last words; exit 3'}}");

        assertThat(up.waitFor()).isEqualTo(ExitCode.FAILED);
        assertThat(read("shown")).contains("a-0 ended with exit code 3", "last words", "test has failed");
        assertThat(log()).isEqualTo(read("shown"));
        assertThat(read("status")).isEmpty();
        assertThat(cluster().resolve("manager.json")).doesNotExist();
        assertThat(cluster().resolve("last.json")).exists();
    }

    @Test
    void saysDegradedWhereTheOthersGoOn() throws Exception {
        Process up = up("members: {a: {command: 'exec sleep 60'}, b: {command: exit 3}}", "--keep-going", "--json");

        await().atMost(Duration.ofSeconds(30)).until(() -> read("status").equals("degraded\n"));
        assertThat(read("shown")).contains("\"state\" : \"degraded\"");
        assertThat(up.isAlive()).isTrue();
    }

    @Test
    void aSignalBeforeItIsReadyStopsIt() throws Exception {
        Process up = up("members: {a: {command: 'exec sleep 60', ready: {log: never}}}");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> read("shown").contains("starting test: 1 member")
                        && ManagerFile.read(cluster()).isPresent());
        ProcessIdentity manager = ManagerFile.read(cluster()).orElseThrow().manager();
        assertThat(manager.pid()).isEqualTo(up.pid());

        up.destroy();

        assertThat(up.waitFor()).isEqualTo(143);
        assertThat(read("shown")).contains("test has stopped");
        assertThat(cluster().resolve("manager.json")).doesNotExist();
    }

    @Test
    void explainsThatTheLaunchScriptIsNeeded() throws Exception {
        Files.writeString(home.resolve("test.yaml"), NAP);
        Process up = start(List.of(java(), "dev.runner.cli.RunnerMain", "up", "--detach", "-f", "test.yaml"));

        assertThat(up.waitFor()).isEqualTo(ExitCode.USAGE);
        assertThat(read("shown")).contains("call bin/runner");
    }

    private Process up(String yaml, String... more) throws IOException {
        Files.writeString(home.resolve("test.yaml"), yaml);
        Files.createFile(home.resolve("status"));
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 3>status", "sh", java()));
        // As the manifest of the jar has it: without, JDK 25 warns on the terminal.
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dmultihost.status.fd=3", "dev.runner.cli.RunnerMain"));
        command.addAll(List.of("up", "--detach", "-f", "test.yaml"));
        command.addAll(List.of(more));
        return start(command);
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.redirectErrorStream(true);
        builder.redirectOutput(home.resolve("shown").toFile());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private String read(String file) throws IOException {
        return Files.readString(home.resolve(file));
    }

    private String log() throws IOException {
        return Files.readString(cluster().resolve("manager.log"));
    }

    private Path cluster() {
        return home.resolve(".runner/test");
    }
}
