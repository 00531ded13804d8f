package dev.runner.coordinator.relocation;

import dev.runner.coordinator.groups.GroupPipeline;
import dev.runner.coordinator.groups.GroupRegistry;
import dev.runner.coordinator.groups.PipelineGroup;
import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.groups.SlotDeployment;
import dev.runner.coordinator.groups.SlotPhase;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.store.CoordinatorStore;
import dev.runner.protocol.Link;
import dev.runner.protocol.LinkTarget;
import dev.runner.protocol.Links;
import dev.runner.protocol.LinksRequest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells pipelines where those are that their events go to, until they have heard of the newest. */
public final class LinkPropagator {

    private static final Logger LOG = LoggerFactory.getLogger("links");

    private final Set<Slot> outdated = ConcurrentHashMap.newKeySet();
    private final GroupRegistry groups;
    private final WorkerRegistry registry;
    private final CoordinatorStore store;
    private final WorkerPipelineClient calls;

    public LinkPropagator(
            GroupRegistry groups, WorkerRegistry registry, CoordinatorStore store, WorkerPipelineClient calls) {
        this.groups = groups;
        this.registry = registry;
        this.store = store;
        this.calls = calls;
    }

    /**
     * The links of a slot at this moment; null where its pipeline has no routes. The version is taken before anything
     * is looked at: so of two lists, the one with the greater version is not the older one in content.
     */
    @Nullable Links of(Slot slot) {
        PipelineGroup group = groups.find(slot.groupId()).orElse(null);
        if (group == null || group.routes().stream().noneMatch(route -> isFrom(slot, route.from()))) {
            return null;
        }
        long version = store.nextEpoch();
        List<Link> links = group.routes().stream()
                .filter(route -> isFrom(slot, route.from()))
                .map(route -> link(group.pipeline(route.to()).orElseThrow(), route.eventTypes()))
                .toList();
        if (links.stream().flatMap(link -> link.replicas().stream()).anyMatch(target -> target.url() == null)) {
            outdated.add(slot); // a worker that is not registered may come back with what it has, which is no move
        }
        return new Links(version, links);
    }

    private static boolean isFrom(Slot slot, String pipeline) {
        return slot.pipeline().name().equals(pipeline);
    }

    private Link link(GroupPipeline to, List<String> eventTypes) {
        List<LinkTarget> replicas = to.slots().stream().map(this::target).toList();
        return new Link(to.name(), eventTypes, to.request().partitionKey(), replicas);
    }

    private LinkTarget target(Slot slot) {
        SlotDeployment where = slot.where();
        RegisteredWorker worker =
                where == null ? null : registry.find(where.workerId()).orElse(null);
        return where == null || worker == null
                ? new LinkTarget(slot.name(), null, null)
                : new LinkTarget(
                        slot.name(), where.pipelineId(), worker.registered().exchangeUrl());
    }

    /** The slot is somewhere else now. */
    void moved(Slot slot) {
        groups.find(slot.groupId())
                .ifPresent(group -> group.routes().stream()
                        .filter(route -> route.to().equals(slot.pipeline().name()))
                        .flatMap(route -> group.pipeline(route.from()).stream())
                        .flatMap(pipeline -> pipeline.slots().stream())
                        .forEach(source -> {
                            outdated.add(source);
                            tell(source);
                        }));
    }

    /** Tells all who have not been told, or not reached. */
    void propagateAll() {
        outdated.forEach(this::tell);
    }

    private void tell(Slot source) {
        source.runSerially(() -> {
                    if (outdated.remove(source)) {
                        propagateNow(source);
                    }
                    return source;
                })
                .exceptionally(problem -> {
                    outdated.add(source);
                    LOG.atError().addKeyValue("slot", source).setCause(problem).log("the links could not be made");
                    return source;
                });
    }

    private void propagateNow(Slot source) {
        SlotDeployment where = source.where();
        RegisteredWorker worker =
                where == null ? null : registry.find(where.workerId()).orElse(null);
        if (source.phase() == SlotPhase.GONE) {
            return;
        }
        if (where == null || worker == null || source.phase() != SlotPhase.RUNNING) {
            outdated.add(source); // told when it runs again, though it is given the newest when it is deployed
            return;
        }
        Links links = of(source);
        if (links == null) {
            return;
        }
        try {
            calls.link(worker, where.pipelineId(), new LinksRequest(where.epoch(), links));
        } catch (WorkerCallException e) {
            outdated.add(source);
            LOG.atWarn()
                    .addKeyValue("group", source.groupName())
                    .addKeyValue("pipeline", source.name())
                    .addKeyValue("worker", worker.id())
                    .log("its links are not up to date, and are sent again: {}", e.getMessage());
        }
    }
}
