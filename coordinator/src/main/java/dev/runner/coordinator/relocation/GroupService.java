package dev.runner.coordinator.relocation;

import dev.runner.coordinator.groups.GroupFactory;
import dev.runner.coordinator.groups.GroupRegistry;
import dev.runner.coordinator.groups.PipelineGroup;
import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.groups.SlotPhase;
import dev.runner.coordinator.placement.CapacityReservations;
import dev.runner.coordinator.store.CoordinatorStore;
import dev.runner.coordinator.store.StoredGroup;
import dev.runner.http.ApiException;
import dev.runner.protocol.GroupRequest;
import dev.runner.protocol.RequestLimits;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deploys and removes groups. A group exists as soon as it is in the store, before anything of it runs: a coordinator
 * that is killed in the middle of a deploy goes on with it after its restart.
 */
public final class GroupService {

    private static final Logger LOG = LoggerFactory.getLogger("groups");

    private final GroupRegistry groups;
    private final CoordinatorStore store;
    private final CapacityReservations reservations;
    private final Relocator relocator;
    private final GroupFactory factory;

    /** Creates a service without groups, see {@link #load}. */
    public GroupService(
            GroupRegistry groups,
            CoordinatorStore store,
            CapacityReservations reservations,
            Relocator relocator,
            GroupFactory factory) {
        this.groups = groups;
        this.store = store;
        this.reservations = reservations;
        this.relocator = relocator;
        this.factory = factory;
    }

    /** Loads the groups of the store. What runs in their slots waits for its workers to register. */
    public void load() {
        for (StoredGroup stored : store.groups()) {
            groups.add(factory.restore(
                    stored.id(), stored.number(), stored.request(), slot -> store.placement(stored.id(), slot)));
        }
    }

    /**
     * Deploys a group whose sources are valid.
     *
     * @return completes when every slot runs or its deployment has failed; fails with 503 when none runs
     * @throws ApiException 409 when there are too many groups, 503 when the workers have no room; nothing has changed
     *     then
     */
    public CompletableFuture<PipelineGroup> deploy(GroupRequest request) {
        PipelineGroup group = factory.create(request);
        if (!reservations.reserveAll(group)) {
            throw Relocator.noWorkers("all " + group.slots().size() + " pipelines of the group");
        }
        try {
            add(group);
        } catch (RuntimeException e) {
            group.slots().forEach(reservations::release);
            throw e;
        }
        return CompletableFuture.allOf(group.slots().stream().map(this::settled).toArray(CompletableFuture[]::new))
                .thenCompose(all -> checked(group));
    }

    /** Stores it first: a group in the registry may be settled at once, and that is stored too. */
    private synchronized void add(PipelineGroup group) {
        if (groups.isFull()) {
            throw new ApiException(
                    409,
                    "too_many_groups",
                    "there are " + RequestLimits.GROUPS + " groups, which is the limit; delete one first");
        }
        store.add(new StoredGroup(group.id(), group.number(), group.request()));
        groups.add(group);
        LOG.atInfo()
                .addKeyValue("group", group.name())
                .addKeyValue("id", group.id())
                .log("is deployed");
    }

    private CompletableFuture<Slot> settled(Slot slot) {
        return slot.runSerially(writer -> {
            relocator.settle(writer);
            return slot;
        });
    }

    private CompletableFuture<PipelineGroup> checked(PipelineGroup group) {
        if (group.slots().stream().anyMatch(slot -> slot.phase() == SlotPhase.RUNNING)
                || groups.find(group.id()).isEmpty()) {
            return CompletableFuture.completedFuture(group);
        }
        remove(group.id());
        return CompletableFuture.failedFuture(Relocator.noWorkers("the group"));
    }

    /**
     * Removes a group, and its pipelines from the workers that can be reached; from the others when they can be.
     *
     * @return completes when that is done; empty when there is no such group
     */
    public Optional<CompletableFuture<Void>> remove(String id) {
        PipelineGroup group;
        synchronized (this) {
            group = groups.find(id).orElse(null);
            if (group == null) {
                return Optional.empty();
            }
            store.remove(id);
            groups.remove(id);
        }
        LOG.atInfo().addKeyValue("group", group.name()).addKeyValue("id", id).log("is torn down");
        return Optional.of(CompletableFuture.allOf(group.slots().stream()
                .map(slot -> slot.runSerially(writer -> {
                    relocator.remove(writer);
                    return slot;
                }))
                .toArray(CompletableFuture[]::new)));
    }
}
