package dev.runner.coordinator.relocation;

import dev.runner.coordinator.groups.Slot;
import dev.runner.protocol.MigrationView;
import dev.runner.protocol.MigrationView.Reason;
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

/** What was moved, asked for or not, and what became of the newest of it. */
public final class MigrationHistory {

    static final int KEPT = 1_000;

    /** What failed and is tried again so soon is the same move: sweeps come every few seconds at most. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Map<String, MigrationView> views = new LinkedHashMap<>();
    /** Of each slot the id of the last move that nobody asked for, while that may be tried again. */
    private final Map<String, String> tried = new HashMap<>();

    private final Clock clock;
    private final Supplier<String> ids;

    /**
     * Nothing yet.
     *
     * @param ids gives a new one at each call
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

    /** Somebody has asked for it. */
    synchronized MigrationView asked(Slot slot, Reason reason, @Nullable String from, String to) {
        return begin(slot, reason, from, to);
    }

    /** It must be moved. One that failed a moment ago is tried again: that is one move, which takes so long. */
    synchronized MigrationView needed(Slot slot, Reason reason, String from) {
        String before = tried.get(slot.key());
        MigrationView last = before == null ? null : views.get(before);
        if (last != null && isRetry(last, reason, from)) {
            return last;
        }
        MigrationView begun = begin(slot, reason, from, null);
        tried.put(slot.key(), begun.migrationId());
        return begun;
    }

    private boolean isRetry(MigrationView last, Reason reason, String from) {
        if (last.status() == State.COMPLETED || last.reason() != reason || !from.equals(last.sourceWorkerId())) {
            return false;
        }
        Instant ended = Instant.parse(last.startedAt()).plusMillis(last.durationMs() == null ? 0 : last.durationMs());
        return clock.instant().isBefore(ended.plus(SOON));
    }

    private MigrationView begin(Slot slot, Reason reason, @Nullable String from, @Nullable String to) {
        String now = clock.instant().toString();
        MigrationView begun = new MigrationView(
                ids.get(), slot.name(), slot.groupId(), reason, State.STARTED, from, to, now, null, null);
        keep(begun);
        return begun;
    }

    /**
     * It has ended.
     *
     * @param reason as it turned out
     * @param to where it runs, or was to run; null: nowhere
     * @param obstacle null when it has succeeded
     */
    synchronized void end(MigrationView begun, Reason reason, @Nullable String to, @Nullable String obstacle) {
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
