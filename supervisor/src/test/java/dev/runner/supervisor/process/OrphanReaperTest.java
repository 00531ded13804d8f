package dev.runner.supervisor.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runner.util.StateOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("F18b")
@EnabledOnOs(OS.LINUX)
class OrphanReaperTest {
    /** Larger than any pid. */
    private static final long NOBODY = 1L << 23;

    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();
    private final LinuxProcessTable table = new LinuxProcessTable(Path.of("/proc"));
    private final String run = "left" + Long.toString(System.nanoTime(), 36);

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private Process start(String cookie) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("setsid", "sleep", "300");
        builder.environment().put("MULTIHOST_COOKIE", cookie);
        Process process = builder.start();
        started.add(process);
        await().atMost(Duration.ofSeconds(20)).until(() -> leads(process.pid()));
        return process;
    }

    private boolean leads(long pid) throws IOException {
        return table.scan().stream().anyMatch(info -> info.pid() == pid && info.session() == pid);
    }

    /** Of a manager that has ended. */
    private void journal(String text) throws IOException {
        write(at(StateOrigin.of(directory), NOBODY, "1") + text);
    }

    private void write(String text) throws IOException {
        Files.writeString(directory.resolve(ProcessJournal.NAME), text);
    }

    private static String at(StateOrigin origin, long pid, String start) {
        return "at " + origin.machine() + " " + origin.directory() + " " + pid + " " + start + "\n";
    }

    private ProcessJournal.Standing standing() throws IOException {
        return ProcessJournal.read(directory).standing();
    }

    @Test
    void withoutAJournalNothingIsLeft() throws IOException {
        assertThat(OrphanReaper.sweep(directory)).isEmpty();
    }

    @Test
    void killsByTheCookieOfEveryRunOfTheJournal() throws Exception {
        Process one = start(run + "/worker-0/1");
        Process two = start(run + "b/worker-0/1");
        Process other = start(run + "c/worker-0/1");
        journal("run " + run + "\nrun " + run + "b\n");

        assertThat(OrphanReaper.sweep(directory)).containsExactlyInAnyOrder(one.pid(), two.pid());
        assertThat(one.waitFor()).isEqualTo(137);
        assertThat(other.isAlive()).isTrue();
        assertThat(directory.resolve(ProcessJournal.NAME)).doesNotExist();
    }

    @Test
    void killsAGroupWhoseLeaderIsTheOneThatWasNoted() throws Exception {
        Process process = start("");
        journal("run " + run + "\n+ " + process.pid() + " " + table.startTime(process.pid()) + "\n");
        assertThat(OrphanReaper.sweep(directory)).containsExactly(process.pid());
    }

    @Test
    void neverKillsAReusedPid() throws Exception {
        Process process = start("");
        journal("run " + run + "\n+ " + process.pid() + " 1\n");
        assertThat(OrphanReaper.sweep(directory)).isEmpty();
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void aGroupThatHadEndedIsNotLookedAt() throws Exception {
        Process process = start("");
        String line = process.pid() + " " + table.startTime(process.pid());
        journal("run " + run + "\n+ " + line + "\n- " + process.pid() + "\n");
        assertThat(OrphanReaper.sweep(directory)).isEmpty();
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void aTornLineIsPassedOver() throws Exception {
        Process process = start(run + "/worker-0/1");
        journal("+ 12- 55\nrun " + run + "\n+ 7\n+ x y\n\n+\nrun\n? 1\n+ 99999999999999999999 1\n+ 12");
        assertThat(OrphanReaper.sweep(directory)).containsExactly(process.pid());
    }

    @Test
    void aCopiedJournalKillsNothing() throws Exception {
        Process process = start(run + "/worker-0/1");
        Path original = Files.createDirectory(directory.resolve("original"));
        write(at(StateOrigin.of(original), NOBODY, "1") + "run " + run + "\n+ " + process.pid() + " "
                + table.startTime(process.pid()) + "\n");

        assertThat(standing()).isEqualTo(ProcessJournal.Standing.COPIED);
        assertThat(OrphanReaper.sweep(directory)).isEmpty();
        assertThat(process.isAlive()).isTrue();
        assertThat(standing()).isEqualTo(ProcessJournal.Standing.ABSENT);
    }

    @Test
    void aJournalOfAnotherBootOrContainerKillsNothing() throws Exception {
        Process process = start(run + "/worker-0/1");
        StateOrigin here = StateOrigin.of(directory);
        write(at(new StateOrigin("another/pid:[1]", here.directory()), NOBODY, "1") + "run " + run + "\n");

        assertThat(standing()).isEqualTo(ProcessJournal.Standing.OUT_OF_REACH);
        assertThat(OrphanReaper.sweep(directory)).isEmpty();
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void aJournalWhoseManagerLivesKillsNothing() throws Exception {
        Process process = start(run + "/worker-0/1");
        Process manager = start("");
        write(at(StateOrigin.of(directory), manager.pid(), table.startTime(manager.pid())) + "run " + run + "\n");

        assertThat(standing()).isEqualTo(ProcessJournal.Standing.MANAGED);
        assertThat(OrphanReaper.sweep(directory)).isEmpty();
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void aJournalThatDoesNotTellWhoseItIsKillsNothing() throws Exception {
        Process process = start(run + "/worker-0/1");
        write("run " + run + "\n");

        assertThat(standing()).isEqualTo(ProcessJournal.Standing.UNTRUSTED);
        assertThat(OrphanReaper.sweep(directory)).isEmpty();
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void anotherUsersJournalKillsNothing() throws Exception {
        Process process = start(run + "/worker-0/1");
        journal("run " + run + "\n");
        assumeTrue(Files.getOwner(directory).getName().equals("root"), "only root can give files away");
        Files.setAttribute(directory.resolve(ProcessJournal.NAME), "unix:uid", 65534);

        assertThat(standing()).isEqualTo(ProcessJournal.Standing.UNTRUSTED);
        assertThat(OrphanReaper.sweep(directory)).isEmpty();
        assertThat(process.isAlive()).isTrue();
    }
}
