package dev.runner.util;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Files that only their owner can read, and that no reader sees half-written. */
public final class PrivateFile {
    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final AtomicLong COUNT = new AtomicLong();

    private PrivateFile() {}

    /**
     * Writes a new file with mode 0600 beside the target, in UTF-8, then renames it to the target: readers see either
     * the old content or the new one. The new file is opened once, so that nobody who may write in the directory can
     * put a link in its place before it is written.
     *
     * @param target its directory must exist
     */
    public static void write(Path target, String content) throws IOException {
        Path written = target.resolveSibling("." + target.getFileName() + "."
                + ProcessHandle.current().pid() + "." + COUNT.incrementAndGet() + ".tmp");
        try (FileChannel channel = create(written)) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /** One that a killed process with this pid has left is removed. */
    private static FileChannel create(Path file) throws IOException {
        try {
            return FileChannel.open(file, NEW, PRIVATE);
        } catch (FileAlreadyExistsException e) {
            Files.delete(file);
            return FileChannel.open(file, NEW, PRIVATE);
        }
    }
}
