package dev.runner.coordinator.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

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

    private StoreFileOpener() {}

    /**
     * Creates an empty store atomically: a kill leaves no half of one.
     *
     * @throws IOException when the file cannot be written
     */
    static void create(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (MVStore store = builder(fresh).open()) {
            store.openMap(META);
            store.commit();
        } catch (MVStoreException e) {
            throw new IOException(fresh + " cannot be written (" + firstLine(e) + "); see --storage", e);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Opens the file.
     *
     * @param revision the number that the last change in it must have reached
     * @throws IOException with a message for the user, when it is damaged or in use
     */
    static MVStore open(Path file, long revision) throws IOException {
        try {
            verify(file, revision);
            return tuned(builder(file).open());
        } catch (MVStoreException e) {
            throw e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED ? locked(file, e) : damaged(file, e);
        } catch (RuntimeException e) { // the store throws various exceptions for bytes that it has not written
            throw damaged(file, e);
        }
    }

    private static MVStore.Builder builder(Path file) {
        return new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled() // every change is committed explicitly, and no thread is started
                .cacheSize(CACHE_MEGABYTES);
    }

    /** Space that a commit has freed is reused at once: a killed process tears no commit but its last one. */
    private static MVStore tuned(MVStore store) {
        store.setRetentionTime(0);
        store.setVersionsToKeep(0);
        return store;
    }

    private static void verify(Path file, long revision) {
        try (MVStore store = builder(file).readOnly().open()) {
            for (String name : store.getMapNames()) {
                MVMap<String, byte[]> map = store.openMap(name);
                for (Map.Entry<String, byte[]> entry : map.entrySet()) {
                    ChecksummedValue.open(entry.getKey(), entry.getValue());
                }
            }
            long found = StoredCounter.in(store.openMap(META), REVISION);
            if (found < revision) {
                throw new IllegalStateException("change " + revision + " was written, but " + found + " is the last");
            }
        }
    }

    private static IOException locked(Path file, Exception cause) {
        return new IOException(
                file + " is in use by another coordinator; stop that one, or choose another --storage", cause);
    }

    private static IOException damaged(Path file, Exception cause) {
        return new IOException(
                file + " is damaged (" + firstLine(cause)
                        + ") and was left as it is; move it away to start without its groups, or restore a copy",
                cause);
    }

    private static String firstLine(Exception cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("unreadable");
    }
}
