package dev.runner.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A manager in a process, and a session, of its own, which may not open as many files as it would need. */
@EnabledOnOs(OS.LINUX)
class FileDescriptorLimitTest {
    private static final int FILES = 256;
    private static final int MEMBERS = 100;

    /** Of the eighth that it keeps, what may be open just now for something else. */
    private static final int AT_WORK = 8;

    @TempDir
    Path directory;

    /**
     * It has been that it killed its own process group, with whoever had started it, and that it had no descriptor left
     * to load the class by which it stops its members.
     */
    @Test
    @Tag("F14")
    @Timeout(60)
    void aManagerThatMayNotOpenMoreFilesFailsTheRestAndStopsTheOthers() throws Exception {
        List<String> said = run(MEMBERS);

        assertThat(said).hasSize(4);
        assertThat(number(said.get(0), "failed ")).isBetween(1, MEMBERS - 1);
        assertThat(said.get(1))
                .contains("files open of the " + FILES + " that it may")
                .contains("(EMFILE): raise the hard limit (ulimit -Hn");
        assertThat(number(said.get(2), "open ")).isBetween(FILES / 2, FILES - FILES / 8 + AT_WORK);
        assertThat(said.get(3)).isEqualTo("closed");
    }

    /** It has been that what could not be looked at counted as ended. */
    @Test
    @Timeout(60)
    void aMemberOfWhichNothingCanBeSeenIsKilledButNotGone() throws Exception {
        assertThat(run(0))
                .containsExactly(
                        "true the process table cannot be read: /proc/ cannot be read", "alive false", "closed");
    }

    private static int number(String line, String before) {
        assertThat(line).startsWith(before);
        return Integer.parseInt(line.substring(before.length()));
    }

    /** What it says; it must end well. */
    private List<String> run(int members) throws Exception {
        Path errors = directory.resolve("stderr");
        Process manager = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "ulimit -n " + FILES + "; exec setsid \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FileDescriptorLimitMain.class.getName(),
                        directory.toString(),
                        Integer.toString(members))
                .redirectError(errors.toFile())
                .start();
        String said = new String(manager.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(manager.waitFor()).as(() -> said + read(errors)).isZero();
        return said.lines().toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
