package dev.runner.supervisor.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guardian's script under every shell that {@code /bin/sh} may be. */
@Tag("F18")
@EnabledOnOs(OS.LINUX)
class GuardianScriptTest {
    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();
    private final String run = "guard" + Long.toString(System.nanoTime(), 36);
    private Path script;

    @BeforeEach
    void begin() throws IOException {
        script = Files.createDirectories(directory.resolve("a directory")).resolve("guardian.sh");
        try (InputStream text = Objects.requireNonNull(Guardian.class.getResourceAsStream("guardian.sh"))) {
            Files.write(script, text.readAllBytes());
        }
    }

    @AfterEach
    void end() {
        for (Process process : started) {
            LibC.signalGroup(process.pid(), 9);
            process.destroyForcibly();
        }
    }

    private Process start(String cookie, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("MULTIHOST_COOKIE", cookie);
        Process process =
                builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        started.add(process);
        return process;
    }

    /** Leader of a group of its own, with a child in it that ignores SIGTERM. */
    private Process group() throws IOException {
        Process process = start("", "setsid", "sh", "-c", "sh -c 'trap \"\" TERM; sleep 300' & wait");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> inGroup(process.pid()).size() >= 2);
        return process;
    }

    private static List<Long> inGroup(long group) throws IOException {
        return new LinuxProcessTable(Path.of("/proc"))
                .scan().stream()
                        .filter(process -> process.group() == group)
                        .map(ProcessInfo::pid)
                        .toList();
    }

    private Process guardian(String shell) throws IOException {
        List<String> command = new ArrayList<>(List.of(shell.split(" ", -1)));
        assumeTrue(Files.isExecutable(Path.of(command.get(0))), "no " + shell + " here");
        command.add(script.toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("MULTIHOST_GUARDED_RUN", run);
        builder.environment().put("MULTIHOST_GUARDED_CGROUP", "");
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static void tell(Process guardian, String lines) throws IOException {
        guardian.getOutputStream().write(lines.getBytes(StandardCharsets.US_ASCII));
        guardian.getOutputStream().flush();
    }

    private static void endOfManager(Process guardian) throws Exception {
        guardian.getOutputStream().close();
        assertThat(guardian.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(guardian.exitValue()).isZero();
        assertThat(new String(guardian.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .as("what the script says")
                .isEmpty();
    }

    /** Neither it nor anybody else of this user can start a process until it has killed some. */
    @Test
    void atALimitOfProcessesItKillsWhatItGuardsAllTheSame() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")) && Files.isExecutable(Path.of("/usr/bin/prlimit")));
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "another user's limit needs root");
        String asUser = "/usr/bin/setpriv --reuid 54321 --regid 54321 --clear-groups ";
        List<String> members = new ArrayList<>(List.of(asUser.strip().split(" ", -1)));
        members.addAll(List.of("setsid", "sh", "-c", "for i in 1 2 3 4 5 6 7 8; do sleep 300 & done; wait"));
        Process group = start("", members.toArray(String[]::new));
        await().atMost(Duration.ofSeconds(20)).until(() -> inGroup(group.pid()).size() >= 9);
        for (Path path : List.of(script, script.resolveSibling("."), directory)) { // for that user to read
            Files.setAttribute(path, "unix:mode", (Integer) Files.getAttribute(path, "unix:mode") | 0555);
        }
        Process guardian = guardian(asUser + "/usr/bin/prlimit --nproc=9 /bin/sh");
        tell(guardian, "+ " + group.pid() + "\n");

        guardian.getOutputStream().close();

        assertThat(guardian.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(guardian.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("ork"); // it could not
        assertThat(inGroup(group.pid())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/dash", "/bin/bash", "/bin/bash --posix", "/usr/bin/busybox sh", "/usr/bin/ksh"})
    void killsTheGroupsThatItWasToldOfAndWhatCarriesTheCookie(String shell) throws Exception {
        Process guarded = group();
        Process forgotten = group();
        Process carrier = start(run + "/worker-0/1", "setsid", "sleep", "300");
        Process otherRun = start(run + "x/worker-0/1", "setsid", "sleep", "300");
        Process guardian = guardian(shell);
        tell(guardian, "+ " + forgotten.pid() + "\n+ " + guarded.pid() + "\n- " + forgotten.pid() + "\n");

        endOfManager(guardian);

        assertThat(inGroup(guarded.pid())).isEmpty();
        assertThat(carrier.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(inGroup(forgotten.pid())).hasSizeGreaterThanOrEqualTo(2);
        assertThat(otherRun.isAlive()).isTrue();
        LibC.signalGroup(forgotten.pid(), 9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/dash", "/bin/bash", "/bin/bash --posix", "/usr/bin/busybox sh", "/usr/bin/ksh"})
    void looksForNothingWhenItIsToldThatNothingIsLeftUnlessItKnowsOfAGroup(String shell) throws Exception {
        Process carrier = start(run + "/worker-0/1", "setsid", "sleep", "300");
        Process guarded = group();
        Process trusting = guardian(shell);
        tell(trusting, "+ " + guarded.pid() + "\n- " + guarded.pid() + "\n.\n");
        endOfManager(trusting);
        assertThat(carrier.isAlive()).isTrue();

        Process doubting = guardian(shell);
        tell(doubting, "+ " + guarded.pid() + "\n.\n");
        endOfManager(doubting);
        assertThat(inGroup(guarded.pid())).isEmpty();
        assertThat(carrier.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/dash", "/bin/bash", "/usr/bin/busybox sh"})
    void groupsWhoseNumbersContainOneAnotherAreNotConfused(String shell) throws Exception {
        Process guarded = group();
        long pid = guarded.pid();
        Process guardian = guardian(shell);
        // Numbers that do not exist (beyond pid_max) around one that does.
        String inside = "9" + pid + "9" + pid;
        tell(guardian, "+ " + inside + "\n+ " + pid + "\n+ " + pid + "999999\n- " + pid + "999999\n- " + inside + "\n");
        endOfManager(guardian);
        assertThat(inGroup(pid)).isEmpty();

        Process kept = group();
        long keptPid = kept.pid();
        Process second = guardian(shell);
        tell(second, "+ " + keptPid + "\n+ 9999" + keptPid + "\n- " + keptPid + "\n- 77777777\nnonsense\n\n");
        endOfManager(second);
        assertThat(inGroup(keptPid)).isNotEmpty();
        LibC.signalGroup(keptPid, 9);
    }

    @Test
    void descendantsThatLeftTheSessionAreKilledToo() throws Exception {
        Process guarded = start("", "setsid", "sh", "-c", "env -i setsid sleep 298 & wait");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> guarded.descendants()
                        .anyMatch(child -> child.info().commandLine().orElse("").contains("sleep 298")));
        List<ProcessHandle> children = guarded.descendants().toList();
        Process guardian = guardian("/bin/sh");
        tell(guardian, "+ " + guarded.pid() + "\n");
        endOfManager(guardian);
        for (ProcessHandle child : children) {
            assertThat(new LinuxProcessTable(Path.of("/proc")).scan())
                    .extracting(ProcessInfo::pid)
                    .doesNotContain(child.pid());
        }
    }

    @Test
    void signalsDoNotEndIt() throws Exception {
        Process guarded = group();
        Process guardian = guardian("/bin/sh");
        tell(guardian, "+ " + guarded.pid() + "\n");
        await().atMost(Duration.ofSeconds(20)).until(() -> ignoresTerm(guardian.pid()));
        for (int signal : new int[] {1, 2, 3, 13, 15, 20}) {
            LibC.signalProcess(guardian.pid(), signal);
        }
        assertThat(guardian.isAlive()).isTrue();
        endOfManager(guardian);
        assertThat(inGroup(guarded.pid())).isEmpty();
    }

    private static boolean ignoresTerm(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseLong(line.substring(7).strip(), 16) & 1 << 14) != 0);
    }

    @Test
    void shellcheckHasNothingToSay() throws Exception {
        Path shellcheck = Path.of("/usr/bin/shellcheck");
        assumeTrue(Files.isExecutable(shellcheck), "no shellcheck here");
        Process process = new ProcessBuilder(shellcheck.toString(), script.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
    }
}
