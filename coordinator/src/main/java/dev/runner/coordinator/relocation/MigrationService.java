package dev.runner.coordinator.relocation;

import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.groups.SlotDeployment;
import dev.runner.coordinator.placement.RebalancePlanner;
import dev.runner.protocol.MigrationView;
import dev.runner.protocol.MigrationView.Reason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The moves that somebody asks for. */
public final class MigrationService {

    private static final Logger LOG = LoggerFactory.getLogger("migration");

    private final Relocator relocator;
    private final CapacityReservations reservations;
    private final MigrationHistory log;

    public MigrationService(Relocator relocator, CapacityReservations reservations, MigrationHistory log) {
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
        SlotDeployment where = slot.where();
        MigrationView begun = log.asked(slot, reason, where == null ? null : where.workerId(), targetWorkerId);
        CompletableFuture<?> unused = slot.runSerially(
                        () -> Optional.ofNullable(relocator.moveTo(slot, targetWorkerId)))
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

    private MigrationView start(RebalancePlanner.Move<Slot> move) {
        return start(move.what(), move.to(), Reason.REBALANCE);
    }

    private void end(MigrationView begun, @Nullable String obstacle) {
        log.end(begun, begun.reason(), begun.targetWorkerId(), obstacle);
    }
}
