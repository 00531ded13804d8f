package dev.runner.coordinator.groups;

import dev.runner.coordinator.delivery.DeliveryQueue;
import dev.runner.coordinator.routing.InjectRouter;
import dev.runner.protocol.GroupRequest;
import dev.runner.protocol.GroupStatus;
import dev.runner.protocol.PipelineRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Pipelines that were deployed together, and the slots that they need. What it consists of never changes. */
public final class PipelineGroup {

    private final String id;
    private final long number;
    private final GroupRequest request;
    private final List<GroupPipeline> pipelines;
    private final List<RouteSpec> routes;
    private final List<Slot> slots;
    private final InjectRouter<DeliveryQueue> router;

    /**
     * Makes its slots; nothing runs in them yet.
     *
     * @param number in the order of the deploys
     * @param queues makes a queue for each of them
     * @param threads where the slots do what they have to do
     */
    public PipelineGroup(
            String id, long number, GroupRequest request, Function<Slot, DeliveryQueue> queues, Executor threads) {
        this.id = id;
        this.number = number;
        this.request = request;
        List<GroupPipeline> made = new ArrayList<>();
        for (PipelineRequest pipeline : request.pipelines()) {
            List<Slot> replicas = new ArrayList<>();
            for (int i = 0; i < pipeline.count(); i++) {
                replicas.add(new Slot(id, request.name(), pipeline, i, queues, threads));
            }
            made.add(new GroupPipeline(pipeline, replicas));
        }
        this.pipelines = List.copyOf(made);
        this.routes = request.routes().stream().map(RouteSpec::of).toList();
        this.slots =
                made.stream().flatMap(pipeline -> pipeline.slots().stream()).toList();
        this.router = new InjectRouter<>(
                made.stream().map(PipelineGroup::target).toList(),
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

    /** Where injected events go. */
    public InjectRouter<DeliveryQueue> router() {
        return router;
    }

    public String id() {
        return id;
    }

    /** A later group has a greater one. */
    public long number() {
        return number;
    }

    public String name() {
        return request.name();
    }

    /** As it was asked for. */
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
