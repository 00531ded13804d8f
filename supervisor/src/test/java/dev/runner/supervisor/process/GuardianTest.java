package dev.runner.supervisor.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("F18")
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class GuardianTest {
    @TempDir
    Path directory;

    private final List<String> problems = new CopyOnWriteArrayList<>();
    private Guardian guardian;

    @BeforeEach
    void begin() throws Exception {
        String run = "guarded" + Long.toString(System.nanoTime(), 36);
        guardian = new Guardian(directory, run, "", new LinuxProcessTable(Path.of("/proc")), problems::add);
        guardian.start();
    }

    private long awaitReplacementOf(long first) {
        await().atMost(Duration.ofSeconds(20)).until(() -> guardian.pid() != first);
        return guardian.pid();
    }

    @Test
    void itsReplacementKnowsTheGroupsThoughTheScriptWasRemoved() throws Exception {
        Process member = new ProcessBuilder("setsid", "sleep", "300").start();
        guardian.watch(member.pid(), "1");
        Files.delete(directory.resolve("guardian.sh"));
        long first = guardian.pid();
        LibC.signalProcess(first, 9);
        awaitReplacementOf(first);

        guardian.close();
        assertThat(member.waitFor(10, TimeUnit.SECONDS)).isTrue();
        await().until(() -> problems.equals(List.of("the guardian died and was replaced")));
    }

    @Test
    void isReplacedLaterWhereThatIsNotPossibleAtOnce() throws Exception {
        Path script = directory.resolve("guardian.sh");
        Files.delete(script);
        Path inside = Files.createDirectories(script.resolve("inside")); // in the way, as a full disk would be
        long first = guardian.pid();
        LibC.signalProcess(first, 9);
        await().until(() -> problems.stream().anyMatch(problem -> problem.contains("tried again")));

        Files.delete(inside);
        Files.delete(script);
        awaitReplacementOf(first);
        guardian.close();
    }

    @Test
    void whatIsToldWhileItIsDeadReachesItsReplacement() throws Exception {
        Process kept = new ProcessBuilder("setsid", "sleep", "300").start();
        Process member = new ProcessBuilder("setsid", "sleep", "300").start();
        long first = guardian.pid();
        guardian.watch(kept.pid(), "1");
        LibC.signalProcess(first, 9);
        guardian.watch(member.pid(), "1");
        guardian.forget(kept.pid());
        awaitReplacementOf(first);

        guardian.close();
        assertThat(member.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(kept.isAlive()).isTrue();
        kept.destroyForcibly();
    }

    @Test
    void closeDoesNotWaitForOneThatIsDead() {
        LibC.signalProcess(guardian.pid(), 9);
        guardian.close();
        guardian.close();
    }

    @Test
    void whatIsReleasedIsNeverWrittenTo() throws IOException {
        Process process = new ProcessBuilder("sleep", "300").start();
        HeldOpenPipes pipes = HeldOpenPipes.of(process.pid());
        assertThat(pipes.areHeld()).isTrue();
        assertThat(pipes.markStdout(new DrainSentinel())).isTrue();
        pipes.release();
        pipes.release();
        assertThat(pipes.markStdout(new DrainSentinel())).isFalse();
        assertThat(pipes.markStderr(new DrainSentinel())).isFalse();
        process.destroyForcibly();
        guardian.close();
    }
}
