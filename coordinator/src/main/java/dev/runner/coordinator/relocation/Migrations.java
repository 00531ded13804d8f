package dev.runner.coordinator.relocation;

import dev.runner.coordinator.groups.Deployed;
import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.placement.Rebalance;
import dev.runner.protocol.MigrationView;
import dev.runner.protocol.MigrationView.Reason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The moves that somebody asks for. */
public final class Migrations {

    private static final Logger LOG = LoggerFactory.getLogger("migration");

    private final Relocator relocator;
    private final Reservations reservations;
    private final MigrationLog log;

    public Migrations(Relocator relocator, Reservations reservations, MigrationLog log) {
        this.relocator = relocator;
        this.reservations = reservations;
        this.log = log;
    }

    public List<MigrationView> all() {
        return log.all();
    }

    public Optional<MigrationView> find(String id) {
        return log.find(id);
    }

    /** Begins to move a slot, and waits for nothing. */
    public MigrationView start(Slot slot, String targetWorkerId) {
        return start(slot, targetWorkerId, Reason.MIGRATE);
    }

    private MigrationView start(Slot slot, String targetWorkerId, Reason reason) {
        Deployed where = slot.where();
        MigrationView begun = log.asked(slot, reason, where == null ? null : where.workerId(), targetWorkerId);
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
        return start(move.what(), move.to(), Reason.REBALANCE);
    }

    private void end(MigrationView begun, @Nullable String obstacle) {
        log.end(begun, begun.reason(), begun.targetWorkerId(), obstacle);
    }
}
