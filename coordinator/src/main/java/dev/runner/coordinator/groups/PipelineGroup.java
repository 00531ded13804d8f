package dev.runner.coordinator.groups;

import dev.runner.coordinator.delivery.DeliveryQueue;
import dev.runner.coordinator.routing.InjectRouter;
import dev.runner.protocol.GroupRequest;
import dev.runner.protocol.GroupStatus;
import java.util.List;
import java.util.Optional;

/** Pipelines that were deployed together, and their slots. Immutable but for what runs in the slots. */
public final class PipelineGroup {

    private final String id;
    private final long number;
    private final GroupRequest request;
    private final List<GroupPipeline> pipelines;
    private final List<RouteSpec> routes;
    private final List<Slot> slots;
    private final InjectRouter<DeliveryQueue> router;

    /** @param number counts the deployed groups: a later group has a greater one */
    PipelineGroup(String id, long number, GroupRequest request, List<GroupPipeline> pipelines) {
        this.id = id;
        this.number = number;
        this.request = request;
        this.pipelines = List.copyOf(pipelines);
        this.routes = request.routes().stream().map(RouteSpec::of).toList();
        this.slots = pipelines.stream()
                .flatMap(pipeline -> pipeline.slots().stream())
                .toList();
        this.router = new InjectRouter<>(
                pipelines.stream().map(PipelineGroup::target).toList(),
                routes.stream()
                        .filter(route -> route.from().equals(InjectRouter.EXTERNAL))
                        .map(route -> new InjectRouter.Route(route.eventTypes(), route.to()))
                        .toList());
    }

    private static InjectRouter.Target<DeliveryQueue> target(GroupPipeline pipeline) {
        return new InjectRouter.Target<>(
                pipeline.name(),
                pipeline.request().partitionKey(),
                pipeline.slots().stream().map(Slot::queue).toList());
    }

    /** Chooses the queue of an injected event. */
    public InjectRouter<DeliveryQueue> router() {
        return router;
    }

    public String id() {
        return id;
    }

    /** A group deployed later has a greater one. */
    public long number() {
        return number;
    }

    public String name() {
        return request.name();
    }

    /** The request that it was deployed with. */
    public GroupRequest request() {
        return request;
    }

    /** In the order of the request. */
    public List<GroupPipeline> pipelines() {
        return pipelines;
    }

    public Optional<GroupPipeline> pipeline(String name) {
        return pipelines.stream()
                .filter(pipeline -> pipeline.name().equals(name))
                .findFirst();
    }

    public List<RouteSpec> routes() {
        return routes;
    }

    /** Of all pipelines, in the order of the request. */
    public List<Slot> slots() {
        return slots;
    }

    public GroupStatus status() {
        List<SlotPhase> phases = slots.stream().map(Slot::phase).toList();
        if (phases.contains(SlotPhase.GONE)) {
            return GroupStatus.TORN_DOWN;
        }
        if (phases.contains(SlotPhase.DEPLOYING)) {
            return GroupStatus.DEPLOYING;
        }
        if (phases.stream().allMatch(SlotPhase::isUp)) {
            return GroupStatus.RUNNING;
        }
        return phases.stream().anyMatch(SlotPhase::isUp) ? GroupStatus.PARTIALLY_RUNNING : GroupStatus.FAILED;
    }
}
