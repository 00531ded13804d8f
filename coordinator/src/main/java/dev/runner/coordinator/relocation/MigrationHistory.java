package dev.runner.coordinator.relocation;

import dev.runner.coordinator.groups.Slot;
import dev.runner.protocol.MigrationView;
import dev.runner.protocol.MigrationView.Reason;
import dev.runner.protocol.MigrationView.Restored;
import dev.runner.protocol.MigrationView.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The newest moves, requested or not, and how each ended. Thread-safe. */
public final class MigrationHistory {

    static final int KEPT = 1_000;

    /** A failed move that is tried again within this time counts as the same move: sweeps come every few seconds. */
    private static final Duration RETRY_WINDOW = Duration.ofSeconds(10);

    private final Map<String, MigrationView> views = new LinkedHashMap<>();
    /** By slot, the id of its last move that no client requested, while that may be tried again. */
    private final Map<String, String> tried = new HashMap<>();

    private final Clock clock;
    private final Supplier<String> ids;

    /**
     * Creates an empty history.
     *
     * @param ids returns a new id at each call
     */
    public MigrationHistory(Clock clock, Supplier<String> ids) {
        this.clock = clock;
        this.ids = ids;
    }

    public synchronized List<MigrationView> all() {
        return List.copyOf(views.values());
    }

    public synchronized Optional<MigrationView> find(String id) {
        return Optional.ofNullable(views.get(id));
    }

    /** Records the begin of a move that a client requested. */
    synchronized MigrationView request(Slot slot, Reason reason, @Nullable String from, String to) {
        return record(slot, reason, from, to);
    }

    /**
     * Records the begin of a necessary move. A retry of one that has just failed is the same move, which takes longer.
     */
    synchronized MigrationView begin(Slot slot, Reason reason, String from) {
        String before = tried.get(slot.key());
        MigrationView last = before == null ? null : views.get(before);
        if (last != null && isRetry(last, reason, from)) {
            return last;
        }
        MigrationView begun = record(slot, reason, from, null);
        tried.put(slot.key(), begun.migrationId());
        return begun;
    }

    private boolean isRetry(MigrationView last, Reason reason, String from) {
        if (last.status() == State.COMPLETED || last.reason() != reason || !from.equals(last.sourceWorkerId())) {
            return false;
        }
        Instant ended = Instant.parse(last.startedAt()).plusMillis(last.durationMs() == null ? 0 : last.durationMs());
        return clock.instant().isBefore(ended.plus(RETRY_WINDOW));
    }

    private MigrationView record(Slot slot, Reason reason, @Nullable String from, @Nullable String to) {
        String now = clock.instant().toString();
        MigrationView begun = new MigrationView(
                ids.get(), slot.name(), slot.groupId(), reason, State.STARTED, from, to, now, null, null, null);
        keep(begun);
        return begun;
    }

    /**
     * Records the end of a move.
     *
     * @param reason what it turned out to be
     * @param to id of the worker that runs it, or was to run it; null: none
     * @param obstacle why it failed; null when it succeeded
     */
    synchronized void end(MigrationView begun, Reason reason, @Nullable String to, @Nullable String obstacle) {
        end(begun, reason, to, obstacle, null);
    }

    /**
     * Records that a pipeline runs again, and with what.
     *
     * @param incomplete what is wrong with that, in words; null: it is as it was promised
     */
    synchronized void recovered(
            MigrationView begun, Reason reason, String to, Restored restored, @Nullable String incomplete) {
        end(begun, reason, to, incomplete, restored);
        tried.values().remove(begun.migrationId());
    }

    private void end(
            MigrationView begun,
            Reason reason,
            @Nullable String to,
            @Nullable String obstacle,
            @Nullable Restored restored) {
        keep(new MigrationView(
                begun.migrationId(),
                begun.pipeline(),
                begun.groupId(),
                reason,
                obstacle == null ? State.COMPLETED : State.FAILED,
                begun.sourceWorkerId(),
                to,
                begun.startedAt(),
                Duration.between(Instant.parse(begun.startedAt()), clock.instant())
                        .toMillis(),
                restored,
                obstacle));
        if (obstacle == null) {
            tried.values().remove(begun.migrationId());
        }
    }

    private void keep(MigrationView view) {
        views.put(view.migrationId(), view);
        if (views.size() > KEPT) {
            String oldest = views.keySet().iterator().next();
            views.remove(oldest);
            tried.values().remove(oldest);
        }
    }
}
