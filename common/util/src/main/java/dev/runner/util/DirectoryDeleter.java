package dev.runner.util;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Deletes directories with everything in them. It goes through them by handles, where the system has such: whoever may
 * write in a directory cannot have files elsewhere deleted by putting a link in the place of a directory meanwhile.
 */
public final class DirectoryDeleter {
    /** Each level takes two descriptors; no program nests directories like this by accident. */
    private static final int MOST_LEVELS = 1000;

    private @Nullable IOException failure;

    private DirectoryDeleter() {}

    /**
     * Deletes a directory and its content, or a file. Symbolic links are deleted, never followed. What is missing, or
     * is deleted by another process meanwhile, is not a failure. What cannot be deleted does not keep the rest.
     *
     * @param root nobody but this user may replace it: who may write in the directory it is in is trusted
     * @throws IOException the first failure, which names the path; the others are suppressed exceptions of it
     */
    public static void delete(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        DirectoryDeleter deleter = new DirectoryDeleter();
        IOException unopened = Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS) ? deleter.empty(root) : null;
        if (!deleter.deleteNow(root) && unopened != null) {
            deleter.note(unopened);
        }
        if (deleter.failure != null) {
            throw deleter.failure;
        }
    }

    /** @return why it cannot be opened, which does not matter where it is empty; null where it can */
    private @Nullable IOException empty(Path root) {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
            if (stream instanceof SecureDirectoryStream<Path> secure) {
                empty(secure, root, 1);
            } else {
                Files.walkFileTree(root, new DeletingVisitor());
            }
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private void empty(SecureDirectoryStream<Path> directory, Path shown, int level) {
        try {
            for (Path entry : directory) {
                Path name = Objects.requireNonNull(entry.getFileName());
                try {
                    delete(directory, name, shown.resolve(name), level);
                } catch (IOException e) {
                    if (!(e instanceof NoSuchFileException)) { // else another process has deleted it
                        note(named(e, shown.resolve(name)));
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            note(named(Objects.requireNonNull(e.getCause()), shown));
        }
    }

    private void delete(SecureDirectoryStream<Path> directory, Path name, Path shown, int level) throws IOException {
        BasicFileAttributes there = directory
                .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
        if (!there.isDirectory()) {
            directory.deleteFile(name);
            return;
        }
        if (level == MOST_LEVELS) {
            throw new FileSystemException(shown.toString(), null, "more than " + MOST_LEVELS + " directories deep");
        }
        try (SecureDirectoryStream<Path> inner = directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            empty(inner, shown, level + 1);
        } catch (AccessDeniedException e) {
            directory.deleteDirectory(name); // which works where it is empty
            return;
        }
        directory.deleteDirectory(name);
    }

    /** The exceptions of handles name the last part of the path alone. */
    private static IOException named(IOException e, Path path) {
        FileSystemException named = new FileSystemException(path.toString(), null, FileFailure.reason(e));
        named.initCause(e);
        return named;
    }

    private void note(IOException e) {
        if (failure == null) {
            failure = e;
        } else {
            failure.addSuppressed(e);
        }
    }

    /** @return whether it is gone */
    private boolean deleteNow(Path path) {
        try {
            Files.deleteIfExists(path);
            return true;
        } catch (IOException e) {
            note(e);
            return false;
        }
    }

    /** Where the system has no handles of directories. */
    private final class DeletingVisitor extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            deleteNow(file);
            return FileVisitResult.CONTINUE;
        }

        /** Also called for a directory that cannot be opened; it can still be deleted where it is empty. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            if (!(e instanceof NoSuchFileException)) {
                deleteNow(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
            if (e != null) {
                note(e);
            }
            deleteNow(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
