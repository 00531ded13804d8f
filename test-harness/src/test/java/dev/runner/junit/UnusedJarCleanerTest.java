package dev.runner.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnusedJarCleanerTest {
    @TempDir
    Path home;

    private Path jar(String name, int daysAgo) throws IOException {
        Path cache = Files.createDirectories(home.resolve("cache/multihost/junit"));
        return age(Files.createFile(cache.resolve(name)), daysAgo);
    }

    private static Path age(Path file, int days) throws IOException {
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(days))));
    }

    @Test
    void removesUnusedJarsOfFormerVersions() throws IOException {
        Path own = jar("members-1-1.jar", 60);
        Path old = jar("members-2-2.jar", 60);
        Path noted = jar("members-2-2.jar.used", 40);
        Path recent = jar("members-3-3.jar", 20);
        Path other = jar("thesis.jar", 60);

        UnusedJarCleaner.remove(own);

        assertThat(own).exists();
        assertThat(recent).exists();
        assertThat(other).exists();
        assertThat(old).doesNotExist();
        assertThat(noted).doesNotExist();
    }

    @Test
    void notesUseWithoutChangingTheJarsTime() throws IOException {
        Path own = jar("members-1-1.jar", 60);
        Path used = jar("members-2-2.jar", 60);
        FileTime unpacked = Files.getLastModifiedTime(used);

        UnusedJarCleaner.noteUse(used);
        UnusedJarCleaner.remove(own);
        assertThat(used).exists();

        age(used.resolveSibling("members-2-2.jar.used"), 40);
        UnusedJarCleaner.noteUse(used);
        UnusedJarCleaner.remove(own);
        assertThat(used).exists();
        assertThat(Files.getLastModifiedTime(used)).isEqualTo(unpacked);
    }

    @Test
    void keepsAJarThatAProcessUses() throws Exception {
        Path own = jar("members-1-1.jar", 60);
        Path running = jar("members-2-2.jar", 60);
        Process member = new ProcessBuilder("sh", "-c", "read -r end", running.toString()).start();
        try {
            UnusedJarCleaner.remove(own);

            assertThat(running).exists();
        } finally {
            member.destroyForcibly().waitFor();
        }
        UnusedJarCleaner.remove(own);
        assertThat(running).doesNotExist();
    }

    @Test
    void removesNothingOutsideTheCache() throws IOException {
        Path own = Files.createFile(home.resolve("members-1-1.jar"));
        Path old = age(Files.createFile(home.resolve("members-2-2.jar")), 60);

        UnusedJarCleaner.remove(own);

        assertThat(old).exists();
    }
}
