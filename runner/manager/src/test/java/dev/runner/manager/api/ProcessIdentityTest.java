package dev.runner.manager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Tag("F18b")
class ProcessIdentityTest {
    @Test
    void knowsItselfAlive() {
        assertThat(ProcessIdentity.current().isAlive()).isTrue();
    }

    @Test
    void isNotFooledByAPidThatIsUsedAgain() {
        ProcessIdentity now = ProcessIdentity.current();

        assertThat(new ProcessIdentity(now.pid(), now.startedAt().minusSeconds(60)).isAlive())
                .isFalse();
    }

    @Test
    void seesTheEndOfAProcess() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sleep", "60").start();
        ProcessIdentity identity = ProcessIdentity.of(process.toHandle());
        assertThat(identity.isAlive()).isTrue();

        process.destroyForcibly();

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(identity.isAlive()).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void takesAProcessWhoseStatusNobodyCollectsForEnded() throws IOException {
        // The shell becomes `sleep 60`, which never collects the child that ends a moment later.
        Process parent = new ProcessBuilder("sh", "-c", "sleep 0.2 & echo $!; exec sleep 60").start();
        try {
            long child = Long.parseLong(parent.inputReader().readLine());
            await().until(() ->
                    Files.readString(Path.of("/proc/" + child + "/stat")).contains(") Z "));
            ProcessHandle zombie = ProcessHandle.of(child).orElseThrow();

            assertThat(ProcessIdentity.of(zombie).isAlive()).isFalse();
        } finally {
            parent.destroyForcibly();
        }
    }
}
