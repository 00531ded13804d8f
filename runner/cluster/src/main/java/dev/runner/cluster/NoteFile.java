package dev.runner.cluster;

import dev.runner.util.PrivateFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A file in which the runner notes what has been done, in a directory that is a member's. What the member puts in its
 * place (a link, a pipe) is neither followed nor waited for: it is no note, and the next one takes its place.
 */
final class NoteFile {
    /** A note is a few lines. What is longer was not written here, and is not read to its end. */
    private static final int LONGEST = 64 * 1024;

    private final Path path;

    NoteFile(Path path) {
        this.path = path;
    }

    boolean exists() {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** How many lines it has; 0 where it is not there. */
    int lines() throws IOException {
        if (!exists()) {
            return 0;
        }
        try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            int lines = 0;
            for (byte each : in.readNBytes(LONGEST)) {
                lines += each == '\n' ? 1 : 0;
            }
            return lines;
        }
    }

    /** As a new file: one that is there may have a second name elsewhere. */
    void write(String text) throws IOException {
        PrivateFile.write(path, text);
    }
}
