package dev.runner.util;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Deletes directories with everything in them. */
public final class DirectoryDeleter {
    private DirectoryDeleter() {}

    /**
     * Deletes a directory and its content, or a file. Symbolic links are deleted, never followed. What is missing, or
     * is deleted by another process meanwhile, is not a failure. What cannot be deleted does not keep the rest.
     *
     * @throws IOException the first failure, which names the path; the others are suppressed exceptions of it
     */
    public static void delete(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        DeletingVisitor visitor = new DeletingVisitor();
        Files.walkFileTree(root, visitor);
        if (visitor.failure != null) {
            throw visitor.failure;
        }
    }

    private static final class DeletingVisitor extends SimpleFileVisitor<Path> {
        private @Nullable IOException failure;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            return delete(file);
        }

        /** Also called for a directory that cannot be opened; it can still be deleted where it is empty. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return e instanceof NoSuchFileException ? FileVisitResult.CONTINUE : delete(file);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
            if (e != null) {
                note(e);
            }
            return delete(directory);
        }

        private FileVisitResult delete(Path path) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                note(e);
            }
            return FileVisitResult.CONTINUE;
        }

        private void note(IOException e) {
            if (failure == null) {
                failure = e;
            } else {
                failure.addSuppressed(e);
            }
        }
    }
}
