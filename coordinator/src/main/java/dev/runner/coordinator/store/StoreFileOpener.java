package dev.runner.coordinator.store;

import dev.runner.util.FileFailure;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Opens the store's file. It is verified before it is opened for writing, so that a damaged file is left as it is and
 * can still be rescued.
 */
final class StoreFileOpener {

    /** How many bytes of the file one compaction moves at most. */
    static final int COMPACT_BYTES = 8 << 20;

    static final String META = "meta";

    /** The number of the last change, which the revision file has too. */
    static final String REVISION = "revision";

    private static final int CACHE_MEGABYTES = 4;

    private final String fileSystem;

    /**
     * Opens files of one file system.
     *
     * @param fileSystem a prefix of paths that the store library knows, e.g. {@code failing:}; empty: the disk
     */
    StoreFileOpener(String fileSystem) {
        this.fileSystem = fileSystem;
    }

    /**
     * Creates an empty store atomically: a kill leaves no half of one.
     *
     * @throws IOException with a message for the user, when the file cannot be written
     */
    void create(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            try (MVStore store = builder(fresh).open()) {
                store.openMap(META);
                store.commit();
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (MVStoreException e) {
            Files.deleteIfExists(fresh); // half of it would only take room
            throw unwritable(fresh, e);
        } catch (IOException e) {
            throw unwritable(fresh, e);
        }
    }

    /**
     * Opens the file.
     *
     * @param revision the number that the last change in it must have reached
     * @throws IOException with a message for the user, when it is damaged, in use or inaccessible
     */
    MVStore open(Path file, long revision) throws IOException {
        requireFile(file);
        requireAccess(file);
        return guarded(file, () -> {
            try (MVStore store = builder(file).readOnly().open()) {
                verifyValues(store);
                verifyRevision(store, revision);
            }
            return tuned(builder(file).open());
        });
    }

    /** Opens, for writing, a file that this process has verified before. */
    MVStore openAgain(Path file, long revision) throws IOException {
        requireFile(file);
        requireAccess(file);
        return guarded(file, () -> {
            try (MVStore store = builder(file).readOnly().open()) {
                verifyRevision(store, revision);
            }
            return tuned(builder(file).open());
        });
    }

    /** Opens, for reading only, a file that this process has verified before. */
    MVStore openForReading(Path file) throws IOException {
        requireFile(file);
        return guarded(file, () -> builder(file).readOnly().open());
    }

    private interface Opening {
        MVStore open();
    }

    private static MVStore guarded(Path file, Opening opening) throws IOException {
        try {
            return opening.open();
        } catch (MVStoreException e) {
            if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                throw new IOException(
                        file + " is in use by another coordinator; stop that one, or choose another --storage", e);
            }
            throw ioCause(e) == null ? damaged(file, e) : unwritable(file, e);
        } catch (RuntimeException e) { // the store throws various exceptions for bytes that it has not written
            throw damaged(file, e);
        }
    }

    /**
     * Checks that a path is that of a file: to open a pipe would wait for ever, and a device has no end.
     *
     * @throws IOException with a message for the user
     */
    static void requireFile(Path path) throws IOException {
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (IOException e) {
            throw new IOException(
                    path + " cannot be read: " + FileFailure.reason(e) + "; restore it, or choose another --storage",
                    e);
        }
        if (!found.isRegularFile()) {
            throw new IOException(path + " is "
                    + (found.isDirectory() ? "a directory" : "no regular file but a pipe, socket or device")
                    + "; move it away, or choose another --storage");
        }
    }

    private static void requireAccess(Path file) throws IOException {
        if (!Files.isReadable(file) || !Files.isWritable(file)) {
            throw new IOException(file + " can"
                    + (Files.isReadable(file) ? " be read but not written" : "not be read")
                    + " by this user (it belongs"
                    + " to " + ownerOf(file)
                    + "); change its permissions or owner, or choose another --storage");
        }
    }

    private static String ownerOf(Path file) {
        try {
            return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
        } catch (IOException e) {
            return "somebody who cannot be named";
        }
    }

    private MVStore.Builder builder(Path file) {
        return new MVStore.Builder()
                .fileName(fileSystem + file)
                .autoCommitDisabled() // every change is committed explicitly, and no thread is started
                .cacheSize(CACHE_MEGABYTES);
    }

    /** Space that a commit has freed is reused at once: a killed process tears no commit but its last one. */
    private static MVStore tuned(MVStore store) {
        store.setRetentionTime(0);
        store.setVersionsToKeep(0);
        return store;
    }

    private static void verifyValues(MVStore store) {
        for (String name : store.getMapNames()) {
            MVMap<String, byte[]> map = store.openMap(name);
            for (Map.Entry<String, byte[]> entry : map.entrySet()) {
                ChecksummedValue.open(entry.getKey(), entry.getValue());
            }
        }
    }

    private static void verifyRevision(MVStore store, long revision) {
        long found = StoredCounter.in(store.openMap(META), REVISION);
        if (found < revision) {
            throw new IllegalStateException("change " + revision + " was written, but " + found + " is the last");
        }
    }

    /** What the system said, where that is the cause; null where the bytes themselves are wrong. */
    static @Nullable IOException ioCause(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException io && !(cause instanceof EOFException)) {
                return io;
            }
        }
        return null;
    }

    private static IOException unwritable(Path file, Exception problem) {
        IOException cause = ioCause(problem);
        return new IOException(
                file + " cannot be written: " + (cause == null ? firstLine(problem) : FileFailure.reason(cause))
                        + "; make room or change its permissions, or choose another --storage",
                problem);
    }

    private static IOException damaged(Path file, Exception cause) {
        return new IOException(
                file + " is damaged (" + firstLine(cause)
                        + ") and was left as it is; move it away to start without its groups, or restore a copy",
                cause);
    }

    static String firstLine(Exception cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("unreadable");
    }
}
