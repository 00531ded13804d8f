package dev.runner.coordinator.store;

import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.groups.SlotDeployment;
import dev.runner.coordinator.store.StoreFile.Change;
import dev.runner.http.ApiException;
import dev.runner.http.json.JsonRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The persistent state of the coordinator. Every change is one commit: after a kill it is there as a whole or not at
 * all. The file is created with the first group, and without one no class of the store is loaded, to keep the start
 * short. Only the store itself caches: checkpoints may be large.
 *
 * <p>When the file cannot be written, because the disk is full or fails, groups can be neither added nor removed (503),
 * and {@link #obstacle} says why. Where slots run, and their checkpoints, are kept in memory within bounds, and written
 * when the file can be written again: each change tries that, and so does {@link #retry}.
 */
public final class CoordinatorStore {

    private static final Logger LOG = LoggerFactory.getLogger("store");

    /** The high bits of an epoch count the starts of a coordinator of a former version. */
    private static final int START_BITS = 32;

    /** Epochs are reserved in blocks of so many, so that most need no write. */
    private static final int EPOCH_BITS = 20;

    /** Epochs begin with the seconds since then: they grow even when an older copy of the store is used. */
    private static final Instant EPOCHS_BEGIN = Instant.parse("2020-01-01T00:00:00Z");

    private static final String EPOCHS = "epochs";
    private static final String GROUPS = "groups";
    private static final String SLOTS = "slots";
    private static final String CHECKPOINTS = "checkpoints";

    /** One part in so many of the heap is for what could not be written. */
    private static final int UNWRITTEN_HEAP_SHARE = 8;

    /** After a failure the file is tried again at most so often. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final StoreFile file;
    private final LongSupplier seconds;
    private final LongSupplier nanos;
    private final UnwrittenChanges unwritten =
            new UnwrittenChanges(Runtime.getRuntime().maxMemory() / UNWRITTEN_HEAP_SHARE);
    private @Nullable String problem;
    private long failures;
    private long lastAttempt;
    private boolean closed;
    private long epoch;
    private long reserved;

    /** The end of the epochs that were reserved when the file was opened, and where those of this process begin. */
    private long foundEnd;

    private long begun;

    private CoordinatorStore(StoreFile file, LongSupplier seconds, LongSupplier nanos) {
        this.file = file;
        this.seconds = seconds;
        this.nanos = nanos;
    }

    /**
     * Opens the store in a directory.
     *
     * @throws IOException with a message for the user, when the file is damaged, in use or inaccessible
     */
    public static CoordinatorStore in(Path directory) throws IOException {
        return in(directory, "", Clock.systemUTC(), System::nanoTime);
    }

    /** The same on another file system than the disk, see {@link StoreFileOpener}. */
    static CoordinatorStore in(Path directory, String fileSystem, Clock clock, LongSupplier nanos) throws IOException {
        StoreFile file = new StoreFile(directory.resolve("groups.db"), new StoreFileOpener(fileSystem));
        LongSupplier seconds =
                () -> Duration.between(EPOCHS_BEGIN, clock.instant()).toSeconds();
        CoordinatorStore opened = new CoordinatorStore(file, seconds, nanos);
        if (file.exists()) {
            file.open();
            opened.begin();
        }
        return opened;
    }

    /** A store without a file, for tests. */
    public static CoordinatorStore inMemory() {
        return new CoordinatorStore(new StoreFile(null, new StoreFileOpener("")), () -> 0, System::nanoTime);
    }

    /** Reserves epochs: all from here on are greater than those before. */
    public synchronized void begin() {
        reserved = 0;
        boolean done = reserveEpochs();
        if (!done) {
            LOG.warn("nothing new can be deployed until this can be stored");
        }
    }

    private boolean reserveEpochs() {
        try {
            long legacy = file.counter("starts");
            long found = Math.max(file.counter(EPOCHS), legacy == 0 ? 0 : (legacy + 1) << START_BITS);
            long from = Math.max(Math.max(found, epoch), seconds.getAsLong() << EPOCH_BITS);
            long end = from + (1L << EPOCH_BITS);
            if (!write(List.of(new Change(StoreFileOpener.META, EPOCHS, StoredCounter.json(end))))) {
                return false;
            }
            if (reserved == 0) {
                foundEnd = found;
                begun = from;
            }
            epoch = from;
            reserved = end;
            return true;
        } catch (IOException e) {
            failed(e);
            return false;
        }
    }

    /**
     * A new epoch, greater than all before, also than those before the last start.
     *
     * @throws ApiException 503 when it cannot be stored that it was used
     */
    public synchronized long nextEpoch() {
        requireOpen();
        if (epoch + 1 >= reserved && !reserveEpochs()) {
            throw unavailable();
        }
        return ++epoch;
    }

    /**
     * A worker has this epoch. None that is not greater is used from now on.
     *
     * @return false when it was given out neither by this process nor before the file was written: then the file is an
     *     older copy, or a new one
     */
    public synchronized boolean isOfThisStore(long seen) {
        boolean between = seen > foundEnd && seen <= begun;
        boolean beyond = seen > Math.max(epoch, reserved);
        if (beyond) {
            epoch = seen;
        }
        return !between && !beyond;
    }

    /** All groups, the oldest first. */
    public synchronized List<StoredGroup> groups() {
        try {
            List<StoredGroup> groups = new ArrayList<>();
            for (String id : file.keys(GROUPS, "")) {
                byte @Nullable [] json = file.read(GROUPS, id);
                if (json != null) {
                    groups.add(JsonRecords.read(json, StoredGroup.class));
                }
            }
            groups.sort(Comparator.comparing(StoredGroup::number));
            return groups;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * Adds a group, which exists from now on.
     *
     * @throws ApiException 503 when it could not be stored
     */
    public synchronized void add(StoredGroup group) {
        requireOpen();
        if (!write(List.of(new Change(GROUPS, group.id(), JsonRecords.write(group))))) {
            throw unavailable();
        }
    }

    /**
     * Removes a group and everything that belongs to it.
     *
     * @throws ApiException 503 when that could not be stored
     */
    public synchronized void remove(String groupId) {
        requireOpen();
        List<Change> all = new ArrayList<>(List.of(new Change(GROUPS, groupId, null)));
        try {
            for (String map : List.of(SLOTS, CHECKPOINTS)) {
                file.keys(map, groupId + "/").forEach(key -> all.add(new Change(map, key, null)));
            }
        } catch (IOException e) {
            throw failed(e);
        }
        if (!write(all)) {
            throw unavailable();
        }
    }

    /** What ran in the slot when the coordinator last knew; empty: nothing. */
    public synchronized Optional<SlotDeployment> placement(String groupId, String slot) {
        byte @Nullable [] json = find(SLOTS, groupId + "/" + slot);
        return Optional.ofNullable(json).map(found -> JsonRecords.read(found, SlotDeployment.class));
    }

    /** Records what runs in a slot; in memory, when it cannot be stored now. */
    public synchronized void place(Slot slot, SlotDeployment now) {
        requireOpen();
        unwritten.put(new Change(SLOTS, slot.key(), JsonRecords.write(now)), slot.groupId());
        write(List.of());
    }

    /**
     * The last checkpoint of what runs in the slot, as its worker wrote it; null: none.
     *
     * @throws ApiException 503 when there is one that cannot be read
     */
    public synchronized byte @Nullable [] checkpoint(Slot slot) {
        return find(CHECKPOINTS, slot.key());
    }

    /**
     * Replaces the checkpoint of a slot; in memory, when it cannot be stored now.
     *
     * @throws ApiException 503 when there is no memory for it either; the one before is kept then
     */
    public synchronized void checkpoint(Slot slot, byte[] checkpoint) {
        requireOpen();
        Change change = new Change(CHECKPOINTS, slot.key(), checkpoint);
        if (problem != null && !unwritten.hasRoomFor(change) && !write(List.of())) {
            throw unavailable();
        }
        unwritten.put(change, slot.groupId());
        write(List.of());
    }

    private byte @Nullable [] find(String map, String slotKey) {
        Change change = unwritten.find(map, slotKey);
        if (change != null) {
            return change.value();
        }
        try {
            return file.read(map, slotKey);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * Writes what is unwritten, and these, in one commit.
     *
     * @return whether it was written; else only these are forgotten
     */
    private boolean write(List<Change> more) {
        long now = nanos.getAsLong();
        if (problem != null && now - lastAttempt < PAUSE.toNanos()) {
            return false;
        }
        lastAttempt = now;
        try {
            List<Change> all = new ArrayList<>();
            for (UnwrittenChanges.Entry entry : unwritten.all()) {
                if (file.read(GROUPS, entry.groupId()) != null) { // a late write brings no removed group back
                    all.add(entry.change());
                }
            }
            all.addAll(more);
            if (!all.isEmpty()) {
                file.write(all);
            }
            unwritten.clear();
            recovered();
            return true;
        } catch (IOException e) {
            failed(e);
            return false;
        }
    }

    /** Tries again to write what could not be written; does nothing when there is no such thing. Blocks. */
    public synchronized void retry() {
        if (problem == null || closed) {
            return;
        }
        lastAttempt = nanos.getAsLong() - PAUSE.toNanos();
        if (epoch + 1 >= reserved) {
            reserveEpochs();
        } else {
            write(List.of(new Change(StoreFileOpener.META, EPOCHS, StoredCounter.json(reserved))));
        }
    }

    private ApiException failed(IOException e) {
        failures++;
        String why = String.valueOf(e.getMessage());
        if (problem == null) {
            LOG.error("{}; it is tried again until it succeeds, and /ready answers 503 until then", why);
        }
        problem = why;
        return unavailable();
    }

    private void recovered() {
        if (problem != null) {
            problem = null;
            LOG.info("the store can be written again, and has everything that was kept in memory");
        }
    }

    private ApiException unavailable() {
        return new ApiException(
                503,
                "storage_failed",
                "the coordinator cannot store changes: " + problem
                        + ". Make room there, or make it writable; the coordinator goes on by itself then");
    }

    /** Why nothing can be stored now; empty when everything is stored. */
    public synchronized Optional<ApiException> obstacle() {
        return problem == null ? Optional.empty() : Optional.of(unavailable());
    }

    /** How often the file could not be written or read. */
    public synchronized long failures() {
        return failures;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the coordinator has shut down; nothing is stored any more");
        }
    }

    /** Writes what is left to write, and closes the file. */
    public synchronized void close() {
        if (closed) {
            return;
        }
        retry();
        closed = true;
        if (problem != null) {
            LOG.error("{} changes were never stored: {}", unwritten.all().size(), problem);
        }
        try {
            file.close();
        } catch (IOException e) {
            LOG.error("{}", e.getMessage());
        }
    }
}
