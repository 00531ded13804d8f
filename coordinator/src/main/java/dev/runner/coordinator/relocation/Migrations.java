package dev.runner.coordinator.relocation;

import dev.runner.coordinator.groups.Deployed;
import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.placement.Rebalance;
import dev.runner.protocol.MigrationView;
import dev.runner.protocol.MigrationView.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The moves that somebody asked for, and what became of the newest of them. */
public final class Migrations {

    private static final Logger LOG = LoggerFactory.getLogger("migration");

    private static final int KEPT = 1_000;

    private final Map<String, MigrationView> views = new LinkedHashMap<>();
    private final Relocator relocator;
    private final Reservations reservations;
    private final Supplier<String> ids;

    /**
     * None yet.
     *
     * @param ids gives a new one at each call
     */
    public Migrations(Relocator relocator, Reservations reservations, Supplier<String> ids) {
        this.relocator = relocator;
        this.reservations = reservations;
        this.ids = ids;
    }

    public synchronized List<MigrationView> all() {
        return List.copyOf(views.values());
    }

    public synchronized Optional<MigrationView> find(String id) {
        return Optional.ofNullable(views.get(id));
    }

    /** Begins to move a slot, and waits for nothing. */
    public MigrationView start(Slot slot, String targetWorkerId) {
        Deployed where = slot.where();
        MigrationView begun = new MigrationView(
                ids.get(),
                slot.name(),
                slot.groupId(),
                State.STARTED,
                where == null ? null : where.workerId(),
                targetWorkerId,
                null);
        keep(begun);
        CompletableFuture<?> unused = slot.inTurn(() -> Optional.ofNullable(relocator.moveTo(slot, targetWorkerId)))
                .whenComplete((obstacle, problem) -> {
                    if (problem != null) {
                        LOG.atError()
                                .addKeyValue("slot", slot)
                                .setCause(problem)
                                .log("a migration failed");
                        end(begun, "the coordinator made a mistake; its log has the details");
                    } else {
                        end(begun, obstacle.orElse(null));
                    }
                });
        return begun;
    }

    /** Begins the moves that even out the workers. */
    public List<MigrationView> rebalance() {
        return reservations.rebalance().stream().map(this::start).toList();
    }

    private MigrationView start(Rebalance.Move<Slot> move) {
        return start(move.what(), move.to());
    }

    private void end(MigrationView begun, @Nullable String obstacle) {
        keep(new MigrationView(
                begun.migrationId(),
                begun.pipeline(),
                begun.groupId(),
                obstacle == null ? State.COMPLETED : State.FAILED,
                begun.sourceWorkerId(),
                begun.targetWorkerId(),
                obstacle));
    }

    private synchronized void keep(MigrationView view) {
        views.put(view.migrationId(), view);
        if (views.size() > KEPT) {
            views.remove(views.keySet().iterator().next());
        }
    }
}
