package dev.runner.coordinator.relocation;

import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.groups.SlotDeployment;
import dev.runner.coordinator.placement.CapacityReservations;
import dev.runner.coordinator.placement.RebalancePlanner;
import dev.runner.protocol.MigrationView;
import dev.runner.protocol.MigrationView.Reason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the moves that a client asks for. */
public final class MigrationService {

    private static final Logger LOG = LoggerFactory.getLogger("migration");

    private final Relocator relocator;
    private final CapacityReservations reservations;
    private final MigrationHistory history;

    public MigrationService(Relocator relocator, CapacityReservations reservations, MigrationHistory history) {
        this.relocator = relocator;
        this.reservations = reservations;
        this.history = history;
    }

    public List<MigrationView> all() {
        return history.all();
    }

    public Optional<MigrationView> find(String id) {
        return history.find(id);
    }

    /** Begins to move a slot, and returns at once. */
    public MigrationView start(Slot slot, String targetWorkerId) {
        return start(slot, targetWorkerId, Reason.MIGRATE);
    }

    private MigrationView start(Slot slot, String targetWorkerId, Reason reason) {
        SlotDeployment deployment = slot.deployment();
        MigrationView begun =
                history.request(slot, reason, deployment == null ? null : deployment.workerId(), targetWorkerId);
        CompletableFuture<?> unused = slot.runSerially(
                        writer -> Optional.ofNullable(relocator.moveTo(writer, targetWorkerId)))
                .whenComplete((obstacle, problem) -> {
                    if (problem != null) {
                        LOG.atError()
                                .addKeyValue("slot", slot)
                                .setCause(problem)
                                .log("a migration failed");
                        end(begun, "an internal error of the coordinator; see its log");
                    } else {
                        end(begun, obstacle.orElse(null));
                    }
                });
        return begun;
    }

    /** Begins the moves that even out the load of the workers. */
    public List<MigrationView> rebalance() {
        return reservations.rebalance().stream().map(this::start).toList();
    }

    private MigrationView start(RebalancePlanner.Move<Slot> move) {
        return start(move.what(), move.to(), Reason.REBALANCE);
    }

    private void end(MigrationView begun, @Nullable String obstacle) {
        history.end(begun, begun.reason(), begun.targetWorkerId(), obstacle);
    }
}
