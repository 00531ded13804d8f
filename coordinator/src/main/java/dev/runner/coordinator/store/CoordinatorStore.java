package dev.runner.coordinator.store;

import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.groups.SlotDeployment;
import dev.runner.http.json.JsonRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * The persistent state of the coordinator. Every change is one commit: after a kill it is there as a whole or not at
 * all. The file is created with the first group, and without one no class of the store is loaded, to keep the start
 * short. Only the store itself caches: checkpoints may be large.
 */
public final class CoordinatorStore {

    /** The count of the coordinator's starts is in the high bits of its epochs, so that they grow over restarts. */
    private static final int START_BITS = 32;

    /** A commit costs less than a compaction, which moves what is still needed. */
    private static final int COMMITS_PER_COMPACTION = 64;

    private final @Nullable Path file;
    private @Nullable MVStore store;
    private @Nullable RevisionFile revision;
    private boolean closed;
    private long epoch;

    private CoordinatorStore(@Nullable Path file) {
        this.file = file;
    }

    /**
     * Opens the store in a directory.
     *
     * @throws IOException with a message for the user, when the file is damaged or in use
     */
    public static CoordinatorStore in(Path directory) throws IOException {
        CoordinatorStore opened = new CoordinatorStore(directory.resolve("groups.db"));
        if (Files.exists(directory.resolve("groups.db"))) {
            opened.open();
        }
        return opened;
    }

    /** A store without a file, for tests. */
    public static CoordinatorStore inMemory() {
        return new CoordinatorStore(null);
    }

    private synchronized MVStore open() throws IOException {
        if (closed) {
            throw new IllegalStateException("the coordinator has shut down; nothing is stored any more");
        }
        if (store == null) {
            store = file == null ? MVStore.open(null) : openFile(file);
            begin();
        }
        return store;
    }

    private MVStore openFile(Path path) throws IOException {
        Path counted = path.resolveSibling("groups.revision");
        if (!Files.exists(path)) {
            Files.deleteIfExists(counted);
            StoreFileOpener.create(path);
        }
        MVStore opened = StoreFileOpener.open(path, RevisionFile.read(counted));
        revision = RevisionFile.open(counted);
        return opened;
    }

    /** Counts a start of the coordinator: all epochs from here on are greater than those before. */
    public synchronized void begin() {
        MVMap<String, byte[]> meta = map(StoreFileOpener.META);
        long starts = StoredCounter.in(meta, "starts") + 1;
        StoredCounter.put(meta, "starts", starts);
        commit();
        epoch = starts << START_BITS;
    }

    /** A new epoch, greater than all before, also than those before the last start. */
    public synchronized long nextEpoch() {
        opened();
        return ++epoch;
    }

    /** All groups, the oldest first. */
    public synchronized List<StoredGroup> groups() {
        if (store == null) {
            return List.of();
        }
        List<StoredGroup> groups = new ArrayList<>();
        MVMap<String, byte[]> map = map("groups");
        for (String id : map.keySet()) {
            groups.add(JsonRecords.read(value(map, id), StoredGroup.class));
        }
        groups.sort(Comparator.comparing(StoredGroup::number));
        return groups;
    }

    /** Adds a group, which exists from now on. */
    public synchronized void add(StoredGroup group) {
        map("groups").put(group.id(), ChecksummedValue.seal(group.id(), JsonRecords.write(group)));
        commit();
    }

    /** Removes a group and everything that belongs to it. */
    public synchronized void remove(String groupId) {
        map("groups").remove(groupId);
        removeBelow(map("slots"), groupId + "/");
        removeBelow(map("checkpoints"), groupId + "/");
        commit();
    }

    private static void removeBelow(MVMap<String, byte[]> map, String prefix) {
        List<String> keys = new ArrayList<>();
        for (Iterator<String> found = map.keyIterator(prefix); found.hasNext(); ) {
            String key = found.next();
            if (!key.startsWith(prefix)) {
                break;
            }
            keys.add(key);
        }
        keys.forEach(map::remove);
    }

    /** What ran in the slot when the coordinator last knew; empty: nothing. */
    public synchronized Optional<SlotDeployment> placement(String groupId, String slot) {
        byte @Nullable [] json = find("slots", groupId + "/" + slot);
        return Optional.ofNullable(json).map(found -> JsonRecords.read(found, SlotDeployment.class));
    }

    public synchronized void place(Slot slot, SlotDeployment now) {
        put("slots", slot, JsonRecords.write(now));
    }

    /** The last checkpoint of what runs in the slot, as its worker wrote it; null: none. */
    public synchronized byte @Nullable [] checkpoint(Slot slot) {
        return find("checkpoints", slot.key());
    }

    public synchronized void checkpoint(Slot slot, byte[] checkpoint) {
        put("checkpoints", slot, checkpoint);
    }

    /** A late write does not bring back a group that was removed. */
    private void put(String map, Slot slot, byte[] value) {
        if (map("groups").containsKey(slot.groupId())) {
            map(map).put(slot.key(), ChecksummedValue.seal(slot.key(), value));
            commit();
        }
    }

    private byte @Nullable [] find(String map, String slotKey) {
        return store == null || !map(map).containsKey(slotKey) ? null : value(map(map), slotKey);
    }

    private static byte[] value(MVMap<String, byte[]> map, String key) {
        byte[] sealed = map.get(key);
        if (sealed == null) {
            throw new IllegalStateException(key + " was removed while it was read");
        }
        return ChecksummedValue.open(key, sealed);
    }

    private MVMap<String, byte[]> map(String name) {
        return opened().openMap(name);
    }

    private MVStore opened() {
        try {
            return store == null ? open() : store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void commit() {
        MVStore now = opened();
        MVMap<String, byte[]> meta = map(StoreFileOpener.META);
        long number = StoredCounter.in(meta, StoreFileOpener.REVISION) + 1;
        StoredCounter.put(meta, StoreFileOpener.REVISION, number);
        now.commit();
        if (revision != null) {
            try {
                revision.write(number);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (number % COMMITS_PER_COMPACTION == 0) {
                now.compact(50, StoreFileOpener.COMPACT_BYTES);
            }
        }
    }

    /** Writes what the last commits have left to write, and closes the file. */
    public synchronized void close() {
        closed = true;
        if (store != null) {
            store.close();
            store = null;
        }
        if (revision != null) {
            try {
                revision.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            revision = null;
        }
    }
}
