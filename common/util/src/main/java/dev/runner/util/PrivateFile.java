package dev.runner.util;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that only their owner can read, and that no reader sees half-written. */
public final class PrivateFile {
    private PrivateFile() {}

    /**
     * Writes a new file with mode 0600 beside the target, in UTF-8, then renames it to the target: readers see either
     * the old content or the new one.
     *
     * @param target its directory must exist
     */
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
