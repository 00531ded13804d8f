package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A member may put anything in the place of a note. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class NoteFileTest {
    @TempDir
    Path directory;

    private NoteFile note() {
        return new NoteFile(directory.resolve("note"));
    }

    @Test
    void itsLinesAreCounted() throws IOException {
        assertThat(note().lines()).isZero();
        note().write("done\ndone\n");
        assertThat(note().exists()).isTrue();
        assertThat(note().lines()).isEqualTo(2);
        note().write("");
        assertThat(note().lines()).isZero();
    }

    @Test
    void aPipeIsNotWaitedForAndIsReplaced() throws IOException, InterruptedException {
        Process mkfifo = new ProcessBuilder("mkfifo", directory.resolve("note").toString()).start();
        assertThat(mkfifo.waitFor()).isZero();
        assertThat(note().exists()).isFalse();
        assertThat(note().lines()).isZero();

        note().write("done\n");
        assertThat(note().lines()).isOne();
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Files.createSymbolicLink(directory.resolve("note"), Path.of("/dev/zero"));
        assertThat(note().lines()).isZero();

        note().write("done\n");
        assertThat(Files.isSymbolicLink(directory.resolve("note"))).isFalse();
        assertThat(Files.isRegularFile(directory.resolve("note"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }

    @Test
    void aHugeOneIsNotReadToItsEnd() throws IOException {
        try (java.io.RandomAccessFile file =
                new java.io.RandomAccessFile(directory.resolve("note").toFile(), "rw")) {
            file.setLength(3L << 30);
        }
        assertThat(note().lines()).isZero();
    }
}
