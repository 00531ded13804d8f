package dev.runner.coordinator.links;

import dev.runner.coordinator.client.WorkerCallException;
import dev.runner.coordinator.client.WorkerPipelineClient;
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

/**
 * Tells pipelines deployment the pipelines are that their outputs go to, again and again until each has the newest
 * list. Thread-safe: a pipeline is told in the serial executor of its slot.
 */
public final class LinkPropagator {

    private static final Logger LOG = LoggerFactory.getLogger("links");

    private final Set<Slot> outdated = ConcurrentHashMap.newKeySet();
    private final GroupRegistry groups;
    private final WorkerRegistry registry;
    private final CoordinatorStore store;
    private final WorkerPipelineClient client;

    public LinkPropagator(
            GroupRegistry groups, WorkerRegistry registry, CoordinatorStore store, WorkerPipelineClient client) {
        this.groups = groups;
        this.registry = registry;
        this.store = store;
        this.client = client;
    }

    /**
     * The links of a slot at this moment; null when its pipeline has no routes. The version is drawn before the targets
     * are read: so of two lists, the one with the greater version never has the older content.
     */
    public @Nullable Links of(Slot slot) {
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
            outdated.add(slot); // its worker may register again with the deployment, which is no move
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
        SlotDeployment deployment = slot.deployment();
        RegisteredWorker worker =
                deployment == null ? null : registry.find(deployment.workerId()).orElse(null);
        return deployment == null || worker == null
                ? new LinkTarget(slot.name(), null, null)
                : new LinkTarget(
                        slot.name(),
                        deployment.pipelineId(),
                        worker.registered().exchangeUrl());
    }

    /** The slot was moved: those that route to it are told. */
    public void moved(Slot slot) {
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

    /** Tells all that were not told yet, or could not be reached. */
    public void propagateAll() {
        outdated.forEach(this::tell);
    }

    private void tell(Slot source) {
        source.runSerially(writer -> {
                    if (outdated.remove(source)) {
                        propagateNow(source);
                    }
                    return source;
                })
                .exceptionally(problem -> {
                    outdated.add(source);
                    LOG.atError().addKeyValue("slot", source).setCause(problem).log("the links could not be computed");
                    return source;
                });
    }

    private void propagateNow(Slot source) {
        SlotDeployment deployment = source.deployment();
        RegisteredWorker worker =
                deployment == null ? null : registry.find(deployment.workerId()).orElse(null);
        if (source.phase() == SlotPhase.GONE) {
            return;
        }
        if (deployment == null || worker == null || source.phase() != SlotPhase.RUNNING) {
            outdated.add(source); // told when it runs again; a new deployment gets the newest list anyway
            return;
        }
        Links links = of(source);
        if (links == null) {
            return;
        }
        try {
            client.link(worker, deployment.pipelineId(), new LinksRequest(deployment.epoch(), links));
        } catch (WorkerCallException e) {
            outdated.add(source);
            LOG.atWarn()
                    .addKeyValue("group", source.groupName())
                    .addKeyValue("pipeline", source.name())
                    .addKeyValue("worker", worker.id())
                    .log("its links are out of date, and are sent again: {}", e.getMessage());
        }
    }
}
