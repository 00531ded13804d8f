package dev.runner.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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

    @TempDir
    Path directory;

    /** It has been that it killed its own process group, with whoever had started it. */
    @Test
    @Tag("F14")
    @Timeout(60)
    void aManagerThatMayNotOpenMoreFilesFailsTheRestAndStopsTheOthers() throws Exception {
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
                        Integer.toString(MEMBERS))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        List<String> said = new String(manager.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();

        assertThat(manager.waitFor()).as(said.toString()).isZero();
        assertThat(said).hasSize(3);
        assertThat(Integer.parseInt(said.get(0).substring("failed ".length()))).isBetween(1, MEMBERS - 1);
        assertThat(said.get(1)).contains("this process has as many files open as it may, " + FILES + " (EMFILE)");
        assertThat(said.get(2)).isEqualTo("closed");
    }
}
