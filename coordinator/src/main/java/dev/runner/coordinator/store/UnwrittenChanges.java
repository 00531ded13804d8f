package dev.runner.coordinator.store;

import dev.runner.coordinator.store.StoreFile.Change;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The newest values that are not in the store's file yet, bounded in bytes. Not thread-safe. */
final class UnwrittenChanges {

    /** A change of a slot, which counts as long as its group exists. */
    record Entry(Change change, String groupId) {}

    private record Place(String map, String key) {}

    private final Map<Place, Entry> entries = new LinkedHashMap<>();
    private final long most;
    private long bytes;

    /** @param mostBytes of the values */
    UnwrittenChanges(long mostBytes) {
        this.most = mostBytes;
    }

    boolean hasRoomFor(Change change) {
        return bytes - size(entries.get(place(change))) + size(change) <= most;
    }

    /** Replaces the value of the same key. */
    void put(Change change, String groupId) {
        bytes += size(change) - size(entries.put(place(change), new Entry(change, groupId)));
    }

    @Nullable Change find(String map, String key) {
        Entry found = entries.get(new Place(map, key));
        return found == null ? null : found.change();
    }

    Collection<Entry> all() {
        return List.copyOf(entries.values());
    }

    void clear() {
        entries.clear();
        bytes = 0;
    }

    private static Place place(Change change) {
        return new Place(change.map(), change.key());
    }

    private static long size(@Nullable Entry entry) {
        return entry == null ? 0 : size(entry.change());
    }

    private static long size(Change change) {
        byte @Nullable [] value = change.value();
        return value == null ? 0 : value.length;
    }
}
