package dev.runner.coordinator.store;

import dev.runner.util.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * The store's file, open for changes, for reading only, or not at all. The library closes a store for good when one
 * write fails; here it is closed as well, and opened anew for what comes next. The file then has everything up to the
 * last commit that succeeded. Not thread-safe.
 */
final class StoreFile {

    /** A value that is to be written. */
    static final class Change {

        private final String map;
        private final String key;
        private final byte @Nullable [] value;

        /** @param value not a copy; null: it is removed */
        Change(String map, String key, byte @Nullable [] value) {
            this.map = map;
            this.key = key;
            this.value = value;
        }

        String map() {
            return map;
        }

        String key() {
            return key;
        }

        byte @Nullable [] value() {
            return value;
        }
    }

    /** A commit costs less than a compaction, which moves what is still needed. */
    private static final int COMMITS_PER_COMPACTION = 64;

    private final @Nullable Path path;
    private final StoreFileOpener opener;
    private @Nullable MVStore store;
    private @Nullable RevisionFile revision;
    private boolean readOnly;
    private boolean verified;

    /**
     * Opens nothing yet.
     *
     * @param path null: in memory
     */
    StoreFile(@Nullable Path path, StoreFileOpener opener) {
        this.path = path;
        this.opener = opener;
    }

    /**
     * Verifies an existing file and opens it.
     *
     * @throws IOException with a message for the user
     */
    void open() throws IOException {
        forWriting();
    }

    /** Whether there is anything that could be read. */
    boolean exists() {
        return store != null || (path != null && !Files.notExists(path));
    }

    private MVStore forWriting() throws IOException {
        if (store != null && !readOnly) {
            return store;
        }
        discard();
        if (path == null) {
            store = MVStore.open(null);
            return store;
        }
        Path counted = path.resolveSibling("groups.revision");
        if (!verified && Files.notExists(path)) {
            RevisionFile.remove(counted);
            opener.create(path);
        }
        long last = RevisionFile.read(counted);
        store = verified ? opener.openAgain(path, last) : opener.open(path, last);
        readOnly = false;
        verified = true;
        try {
            revision = RevisionFile.open(counted);
        } catch (IOException e) {
            discard();
            throw e;
        }
        return store;
    }

    private @Nullable MVStore forReading() throws IOException {
        if (store == null && path != null && exists()) {
            store = opener.openForReading(path);
            readOnly = true;
        }
        return store;
    }

    /**
     * The value of a key; null: none.
     *
     * @throws IOException when it cannot be read
     */
    byte @Nullable [] read(String map, String key) throws IOException {
        return reading(now -> {
            byte[] sealed = now.hasMap(map) ? now.<String, byte[]>openMap(map).get(key) : null;
            return sealed == null ? null : ChecksummedValue.open(key, sealed);
        });
    }

    /** The keys that begin with this. */
    List<String> keys(String map, String prefix) throws IOException {
        List<String> keys = new ArrayList<>();
        reading(now -> {
            if (now.hasMap(map)) {
                MVMap<String, byte[]> all = now.openMap(map);
                for (Iterator<String> found = all.keyIterator(prefix.isEmpty() ? null : prefix); found.hasNext(); ) {
                    String key = found.next();
                    if (!key.startsWith(prefix)) {
                        break;
                    }
                    keys.add(key);
                }
            }
            return null;
        });
        return keys;
    }

    long counter(String name) throws IOException {
        byte @Nullable [] stored = read(StoreFileOpener.META, name);
        return stored == null ? 0 : StoredCounter.parse(stored);
    }

    private interface Reading {
        byte @Nullable [] from(MVStore store);
    }

    private byte @Nullable [] reading(Reading reading) throws IOException {
        MVStore now = forReading();
        try {
            return now == null ? null : reading.from(now);
        } catch (MVStoreException | IllegalStateException e) {
            discard();
            throw failure("read", e);
        }
    }

    /**
     * Makes all changes in one commit.
     *
     * @throws IOException when it is unknown whether they were made; they can be made again
     */
    void write(Collection<Change> changes) throws IOException {
        MVStore now = forWriting();
        try {
            for (Change change : changes) {
                MVMap<String, byte[]> map = now.openMap(change.map());
                byte @Nullable [] value = change.value();
                if (value == null) {
                    map.remove(change.key());
                } else {
                    map.put(change.key(), ChecksummedValue.seal(change.key(), value));
                }
            }
            commit(now);
        } catch (MVStoreException | IllegalStateException e) {
            discard();
            throw failure("written", e);
        } catch (IOException e) {
            discard();
            throw e;
        }
    }

    private void commit(MVStore now) throws IOException {
        MVMap<String, byte[]> meta = now.openMap(StoreFileOpener.META);
        long number = StoredCounter.in(meta, StoreFileOpener.REVISION) + 1;
        StoredCounter.put(meta, StoreFileOpener.REVISION, number);
        now.commit();
        if (now.isClosed()) { // a commit of a store that has closed itself does nothing, and does not say so
            throw new IOException(path + " was closed by a failure of an earlier change");
        }
        if (revision != null) {
            revision.write(number);
            if (number % COMMITS_PER_COMPACTION == 0) {
                now.compact(50, StoreFileOpener.COMPACT_BYTES);
            }
        }
    }

    private IOException failure(String what, RuntimeException problem) {
        IOException cause = StoreFileOpener.ioCause(problem);
        String why = cause == null ? StoreFileOpener.firstLine(problem) : FileFailure.reason(cause);
        return new IOException(path + " could not be " + what + ": " + why, problem);
    }

    /** Closes without writing anything. */
    private void discard() {
        if (store != null) {
            store.closeImmediately();
            store = null;
        }
        if (revision != null) {
            revision.close();
            revision = null;
        }
    }

    /**
     * Writes what the last commits have left to write, and closes the file.
     *
     * @throws IOException when it could not be written; every commit is in the file nevertheless
     */
    void close() throws IOException {
        try {
            if (store != null) {
                store.close();
                store = null;
            }
        } catch (MVStoreException e) {
            throw failure("closed", e);
        } finally {
            discard();
        }
    }
}
