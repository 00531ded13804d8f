package dev.runner.supervisor.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A manager that is killed with SIGKILL leaves nothing alive; where its guardian was killed with it, the sweep does.
 */
@EnabledOnOs(OS.LINUX)
class ManagerDeathTest {
    /** It takes some 50 ms, and two seconds are promised; a machine that is busy with other things may take longer. */
    private static final Duration ALLOWED = Duration.ofSeconds(30);

    private static final int SIGKILL = 9;
    private static final int SIGSTOP = 19;

    /** Each of them notes its pid; the leader, a child, one in a session of its own, and a daemon that forked twice. */
    private static final String TREE = "trap '' TERM HUP; echo $$ >> \"$PIDS\"; "
            + "sh -c 'echo $$ >> \"$PIDS\"; exec sleep 300' & "
            + "setsid sh -c 'echo $$ >> \"$PIDS\"; while :; do sleep 1; done' & "
            + "(sh -c 'echo $$ >> \"$PIDS\"; (setsid sh -c \"echo \\$\\$ >> \\\"\\$PIDS\\\"; exec sleep 300\" &)'); "
            + "until [ $(grep -c . \"$PIDS\") -ge 5 ]; do sleep 0.01; done; "
            + "echo \"$MULTIHOST_COOKIE ready\" > \"$MULTIHOST_NOTICES\"; while :; do sleep 1; done";

    private static final String ESCAPEE = "trap '' TERM; echo $$ >> \"$PIDS\"; "
            + "sh -c 'env -i PIDS=\"$PIDS\" setsid sh -c \"echo \\$\\$ >> \\\"\\$PIDS\\\"; exec sleep 300\" & exit 0'; "
            + "until [ $(grep -c . \"$PIDS\") -ge 2 ]; do sleep 0.01; done; "
            + "echo \"$MULTIHOST_COOKIE ready\" > \"$MULTIHOST_NOTICES\"; while :; do sleep 1; done";

    @TempDir
    Path temp;

    private final ProcessTable table = ProcessTable.ofThisMachine();
    private final String run = "death" + Long.toString(System.nanoTime(), 36);
    private Path directory;
    private @Nullable Process manager;
    private long guardian;

    @BeforeEach
    void begin() throws IOException {
        directory = Files.createDirectories(temp.resolve("a directory"));
    }

    @AfterEach
    void end() throws Exception {
        if (manager == null) {
            return; // The machine has not what this test assumes.
        }
        manager().destroyForcibly();
        manager().waitFor();
        await().atMost(Duration.ofSeconds(20)).until(() -> alive().isEmpty());
        assertThat(Cgroup.existing(Cgroup.nameOf(run), "").isPresent()
                        && !OrphanReaper.sweep(directory).isEmpty())
                .isFalse();
    }

    private Process manager() {
        return Objects.requireNonNull(manager);
    }

    private void startManager(String stage, String script) throws IOException {
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManagerMain.class.getName(),
                        directory.toString(),
                        run,
                        stage,
                        script)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        manager = started;
        BufferedReader output = started.inputReader();
        guardian = Long.parseLong(output.readLine().substring("guardian ".length()));
        assertThat(output.readLine()).isEqualTo("here");
    }

    /** The pids that the members have noted themselves. */
    private Set<Long> noted() throws IOException {
        Set<Long> noted = new HashSet<>();
        Path pids = directory.resolve("pids");
        if (Files.exists(pids)) {
            Files.readAllLines(pids).forEach(pid -> noted.add(Long.valueOf(pid)));
        }
        return noted;
    }

    /** What is alive of the run: by its cookie, by the pids that were noted, and the guardian. */
    private Set<Long> alive() throws IOException {
        Set<Long> noted = noted();
        noted.add(guardian);
        Set<Long> alive = new HashSet<>();
        for (ProcessInfo process : table.scan()) {
            if (noted.contains(process.pid()) || process.cookie().get().startsWith(run + "/")) {
                alive.add(process.pid());
            }
        }
        return alive;
    }

    private Duration killAndAwaitEnd() {
        long before = System.nanoTime();
        LibC.signalProcess(manager().pid(), SIGKILL);
        await().atMost(ALLOWED).pollInterval(Duration.ofMillis(2)).until(() -> alive().isEmpty());
        return Duration.ofNanos(System.nanoTime() - before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"constructed", "spawning", "running", "backing off", "stopping"})
    @Tag("F18")
    void nothingIsAliveSoonAfterSigkill(String stage, TestReporter reporter) throws Exception {
        startManager(stage, TREE);
        if (!stage.equals("constructed")) {
            assertThat(alive()).hasSizeGreaterThan(1);
        }
        Duration took = killAndAwaitEnd();
        reporter.publishEntry("gone after SIGKILL while " + stage, took.toMillis() + " ms");
    }

    @Test
    @Tag("F18")
    void whatClearedItsEnvironmentAndDetachedIsReachedByItsControlGroup() throws Exception {
        assumeCgroup();
        startManager("running", ESCAPEE);
        killAndAwaitEnd();
        await().atMost(ALLOWED)
                .until(() -> Cgroup.existing(Cgroup.nameOf(run), "").isEmpty());
    }

    @Test
    @Tag("F18b")
    void theSweepEndsWhatIsLeftWhenTheGuardianWasKilledToo() throws Exception {
        startManager("running", TREE);
        killAll();
        Set<Long> left = alive();
        assertThat(left).hasSizeGreaterThanOrEqualTo(9);

        left.retainAll(noted()); // The others are sleeps of a second, which end by themselves.
        assertThat(left).isNotEmpty();
        assertThat(OrphanReaper.sweep(directory)).containsAll(left);
        assertThat(alive()).isEmpty();
        assertThat(OrphanReaper.sweep(directory)).isEmpty();
    }

    @Test
    @Tag("F18b")
    void theSweepReachesWhatOnlyTheControlGroupHolds() throws Exception {
        assumeCgroup();
        startManager("running", ESCAPEE);
        killAll();
        Set<Long> left = alive();

        left.retainAll(noted()); // The others are sleeps of a second, which end by themselves.
        assertThat(left).isNotEmpty();
        assertThat(OrphanReaper.sweep(directory)).containsAll(left);
        assertThat(alive()).isEmpty();
        assertThat(Cgroup.existing(Cgroup.nameOf(run), "")).isEmpty();
    }

    private static void assumeCgroup() {
        String probe = Cgroup.nameOf("probe" + Long.toString(System.nanoTime(), 36));
        assumeTrue(
                Cgroup.create(probe)
                        .map(group -> {
                            group.remove();
                            return group;
                        })
                        .isPresent(),
                "no writable cgroup 2 here, so what clears its environment and detaches is a documented limit");
    }

    @Test
    @Tag("F18b")
    void aSecondGuardianEndsWhatIsLeftWhenTheFirstWasKilledToo() throws Exception {
        startManager("running", TREE);
        await().atMost(ALLOWED).until(() -> Files.exists(directory.resolve("standby.sh")));
        await().atMost(ALLOWED).until(() -> standby() != 0);
        killBoth();
        await().atMost(ALLOWED).until(() -> alive().isEmpty());
    }

    /** The pid of the second guardian; 0 until it runs. */
    private long standby() throws IOException {
        for (ProcessInfo process : table.scan()) {
            Path commandLine = Path.of("/proc", Long.toString(process.pid()), "cmdline");
            if (process.pid() == process.session()
                    && Files.exists(commandLine)
                    && Files.readString(commandLine).contains(directory + "/standby.sh")) {
                return process.pid();
            }
        }
        return 0;
    }

    private void killAll() throws Exception {
        await().atMost(ALLOWED).until(() -> standby() != 0);
        LibC.signalProcess(manager().pid(), SIGSTOP);
        LibC.signalProcess(standby(), SIGKILL);
        killBoth();
    }

    /** The manager stands still first, so that it cannot replace its guardian. */
    private void killBoth() throws Exception {
        LibC.signalProcess(manager().pid(), SIGSTOP);
        LibC.signalProcess(guardian, SIGKILL);
        LibC.signalProcess(manager().pid(), SIGKILL);
        assertThat(manager().waitFor(20, TimeUnit.SECONDS)).isTrue();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> table.scan().stream()
                        .noneMatch(p -> List.of(guardian, manager().pid()).contains(p.pid())));
    }
}
