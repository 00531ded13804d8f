package dev.runner.coordinator.relocation;

import dev.runner.coordinator.delivery.DeliveryQueue;
import dev.runner.coordinator.groups.GroupRegistry;
import dev.runner.coordinator.groups.PipelineGroup;
import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.groups.SlotDeployment;
import dev.runner.coordinator.groups.SlotPhase;
import dev.runner.coordinator.store.CoordinatorStore;
import dev.runner.coordinator.store.StoredGroup;
import dev.runner.http.ApiException;
import dev.runner.protocol.GroupRequest;
import dev.runner.protocol.RequestLimits;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Groups come and go. A group exists from the moment at which it is in the store, before anything of it runs: a
 * coordinator that is killed in the middle of a deploy goes on with it.
 */
public final class GroupService {

    private static final Logger LOG = LoggerFactory.getLogger("groups");

    private final AtomicLong lastNumber = new AtomicLong();
    private final GroupRegistry groups;
    private final CoordinatorStore store;
    private final CapacityReservations reservations;
    private final Relocator relocator;
    private final Supplier<String> ids;
    private final Function<Slot, DeliveryQueue> queues;
    private final Executor threads;

    /**
     * Begins without groups, see {@link #load}.
     *
     * @param ids gives a new one at each call, which was never given before
     * @param queues makes a slot's queue, which holds
     * @param threads do what the slots have to do
     */
    public GroupService(
            GroupRegistry groups,
            CoordinatorStore store,
            CapacityReservations reservations,
            Relocator relocator,
            Supplier<String> ids,
            Function<Slot, DeliveryQueue> queues,
            Executor threads) {
        this.groups = groups;
        this.store = store;
        this.reservations = reservations;
        this.relocator = relocator;
        this.ids = ids;
        this.queues = queues;
        this.threads = threads;
    }

    /** Takes in the groups of the store. What runs in their slots waits for its workers to register. */
    public void load() {
        for (StoredGroup stored : store.groups()) {
            PipelineGroup group = new PipelineGroup(stored.id(), stored.number(), stored.request(), queues, threads);
            lastNumber.accumulateAndGet(stored.number(), Math::max);
            for (Slot slot : group.slots()) {
                Optional<SlotDeployment> where = store.place(slot);
                where.ifPresent(slot::fill);
                slot.become(where.isPresent() ? SlotPhase.WAITING : SlotPhase.DEPLOYING);
            }
            groups.add(group);
        }
    }

    /**
     * Deploys a group whose sources are valid.
     *
     * @return when each of its slots runs, or has been tried; fails with 503 when no slot does
     * @throws ApiException 409 when there are too many groups, 503 when the workers have no room; nothing was done then
     */
    public CompletableFuture<PipelineGroup> deploy(GroupRequest request) {
        PipelineGroup group = new PipelineGroup(ids.get(), lastNumber.incrementAndGet(), request, queues, threads);
        if (!reservations.reserveAll(group)) {
            throw Relocator.noWorkers("all " + group.slots().size() + " pipelines of the group");
        }
        try {
            takeIn(group);
        } catch (RuntimeException e) {
            group.slots().forEach(reservations::release);
            throw e;
        }
        return CompletableFuture.allOf(group.slots().stream().map(this::settled).toArray(CompletableFuture[]::new))
                .thenCompose(all -> checked(group));
    }

    /** Into the store first: what is found in the table may be settled by anybody at once, and that is stored too. */
    private synchronized void takeIn(PipelineGroup group) {
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
        return slot.runSerially(() -> {
            relocator.settle(slot);
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
     * Removes a group, and its pipelines from the workers that can be reached; from the others, when they can be.
     *
     * @return when that is done; empty where there is no such group
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
                .map(slot -> slot.runSerially(() -> {
                    relocator.remove(slot);
                    return slot;
                }))
                .toArray(CompletableFuture[]::new)));
    }
}
