package dev.runner.loopback;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Files that all users of the machine may write, in a directory where users cannot delete those of others. */
final class WorldWritableFiles {
    private static final int DIRECTORY_MODE = 01777;
    private static final int FILE_MODE = 0666;

    private WorldWritableFiles() {}

    static void createDirectory(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory, NOFOLLOW_LINKS)) {
                throw new NotDirectoryException(directory.toString());
            }
        }
        share(directory, DIRECTORY_MODE);
    }

    static void shareFile(Path file) throws IOException {
        share(file, FILE_MODE);
    }

    /** Refuses links: another user could replace a lock file by a link to one of our files. */
    static void checkIsPlainFile(Path path) throws IOException {
        Object links = Files.getAttribute(path, "unix:nlink", NOFOLLOW_LINKS);
        if (!Files.isRegularFile(path, NOFOLLOW_LINKS) || !links.equals(1)) {
            throw new FileSystemException(path.toString(), null, "not a plain file");
        }
    }

    /** Sets the mode regardless of the umask; Java only has the attribute for the sticky bit. */
    private static void share(Path path, int mode) throws IOException {
        Object current = Files.getAttribute(path, "unix:mode", NOFOLLOW_LINKS);
        if (current instanceof Integer bits && (bits & 07777) != mode) {
            try {
                Files.setAttribute(path, "unix:mode", mode, NOFOLLOW_LINKS);
            } catch (FileSystemException e) {
                // It belongs to another user. If that user has not shared it, opening it fails.
            }
        }
    }
}
