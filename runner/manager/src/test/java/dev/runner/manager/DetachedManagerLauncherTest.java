package dev.runner.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runner.manager.api.ManagerFile;
import dev.runner.manager.api.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code up --detach} where its cluster does not become ready, with a real manager. */
@Tag("R9")
@Timeout(60)
class DetachedManagerLauncherTest {
    private static final String KEY = "s3cr3t-key";

    @TempDir
    Path home;

    @Test
    void showsWhyTheManagerEndedAndEndsAsItDid() throws Exception {
        Process up = up("members: {a: {command: 'echo last words; exit 3'}}");

        assertThat(up.waitFor()).isEqualTo(1);
        assertThat(shown()).contains("a-0 ended with exit code 3", "last words", "test has failed");
        assertThat(cluster().resolve("manager.json")).doesNotExist();
        assertThat(cluster().resolve("last.json")).exists();
    }

    @Test
    void anInterruptStopsTheManagerToo() throws Exception {
        Process up = up("members: {a: {command: 'exec sleep 60', ready: {log: never}}}");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> shown().contains("starting test: 1 member")
                        && ManagerFile.read(cluster()).isPresent());
        ProcessIdentity manager = ManagerFile.read(cluster()).orElseThrow().manager();

        ChildJvm.signal(up, "INT");

        assertThat(up.waitFor()).isEqualTo(130);
        assertThat(manager.isAlive()).isFalse();
        assertThat(shown()).contains("test has stopped");
        assertThat(cluster().resolve("manager.json")).doesNotExist();
    }

    @Test
    @Tag("V5")
    void theKeyIsOnNoCommandLineAndInNoLog() throws Exception {
        Process up =
                up("apiKey: true\nmembers: {a: {command: 'exec sleep 60', ready: {log: never}}}", "--api-key", KEY);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ManagerFile.read(cluster()).isPresent());
        ManagerFile file = ManagerFile.read(cluster()).orElseThrow();
        assertThat(file.apiKey()).isEqualTo(KEY);
        assertThat(Files.readString(Path.of("/proc/" + file.manager().pid() + "/cmdline")))
                .contains("--as-detached-manager")
                .doesNotContain(KEY);

        ChildJvm.signal(up, "TERM");

        assertThat(up.waitFor()).isEqualTo(143);
        assertThat(Files.readString(cluster().resolve("manager.log"))).doesNotContain(KEY);
        assertThat(Files.readString(cluster().resolve("events.jsonl"))).doesNotContain(KEY);
    }

    private Process up(String yaml, String... more) throws IOException {
        Files.writeString(home.resolve("test.yaml"), yaml);
        ProcessBuilder builder = ChildJvm.of(home, "dev.runner.cli.RunnerMain", "up", "--detach", "-f", "test.yaml");
        builder.command().addAll(java.util.List.of(more));
        builder.redirectErrorStream(true);
        builder.redirectOutput(home.resolve("shown").toFile());
        return builder.start();
    }

    private String shown() throws IOException {
        return Files.readString(home.resolve("shown"));
    }

    private Path cluster() {
        return home.resolve(".runner/test");
    }
}
