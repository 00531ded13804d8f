package dev.runner.manager.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that only their owner may read, and that are never seen half written. */
public final class PrivateFile {
    private PrivateFile() {}

    /** Writes beside the target with mode 0600, then renames: a reader sees the old content or the new one. */
    public static void write(Path target, String content) throws IOException {
        Path directory = target.toAbsolutePath().getParent();
        Path written = Files.createTempFile(
                directory,
                "." + target.getFileName(),
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(written, content);
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }
}
