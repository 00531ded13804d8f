package dev.runner.coordinator.routing;

import dev.runner.protocol.EventTypePattern;
import dev.runner.protocol.KeyPartitioner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A group's rules for injected events. The first {@code _external} route that matches the type names the pipeline; if
 * none does, it is the group's first one. Its replica is chosen by the value of the partition key, or else round robin.
 *
 * @param <Q> stands for a replica
 */
public final class InjectRouter<Q> {

    /** The value of {@code from_pipeline} for injected events. */
    public static final String EXTERNAL = "_external";

    /**
     * A pipeline of the group.
     *
     * @param partitionKey the field whose value selects the replica; null: round robin
     * @param replicas by number, at least one
     */
    public record Target<Q>(String pipeline, @Nullable String partitionKey, List<Q> replicas) {
        public Target {
            replicas = List.copyOf(replicas);
            if (replicas.isEmpty()) {
                throw new IllegalArgumentException(pipeline + " has no replica");
            }
        }
    }

    /** A route whose {@code from_pipeline} is {@link #EXTERNAL}. */
    public record Route(List<String> eventTypes, String toPipeline) {
        public Route {
            eventTypes = List.copyOf(eventTypes);
        }
    }

    private final List<Route> routes;
    private final Map<String, Target<Q>> targets = new LinkedHashMap<>();
    private final Target<Q> first;
    private final List<String> keys;
    private final Map<String, AtomicInteger> turns = new LinkedHashMap<>();

    /**
     * Checks that every route leads to a pipeline.
     *
     * @param pipelines of the group, in its order, at least one
     * @param routes from {@link #EXTERNAL}, in their order
     */
    public InjectRouter(List<Target<Q>> pipelines, List<Route> routes) {
        this.first = pipelines.get(0);
        this.routes = List.copyOf(routes);
        for (Target<Q> target : pipelines) {
            targets.put(target.pipeline(), target);
            turns.put(target.pipeline(), new AtomicInteger());
        }
        for (Route route : routes) {
            if (!targets.containsKey(route.toPipeline())) {
                throw new IllegalArgumentException(
                        "a route leads to " + route.toPipeline() + ", which is not a pipeline of the group");
            }
        }
        this.keys = pipelines.stream()
                .filter(target -> target.replicas().size() > 1)
                .map(Target::partitionKey)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** The names of the fields whose values {@link #choose} may need. */
    public List<String> keys() {
        return keys;
    }

    /** The pipeline for events of this type. */
    public Target<Q> target(String eventType) {
        for (Route route : routes) {
            if (EventTypePattern.matchesAny(route.eventTypes(), eventType)) {
                return Objects.requireNonNull(targets.get(route.toPipeline()));
            }
        }
        return first;
    }

    /**
     * Chooses the replica for an event.
     *
     * @param values of the fields named by {@link #keys}, in that order
     */
    public Q choose(String eventType, List<@Nullable Object> values) {
        Target<Q> target = target(eventType);
        List<Q> replicas = target.replicas();
        if (replicas.size() == 1) {
            return replicas.get(0);
        }
        String key = target.partitionKey();
        if (key == null) {
            AtomicInteger turn = Objects.requireNonNull(turns.get(target.pipeline()));
            return replicas.get(Math.floorMod(turn.getAndIncrement(), replicas.size()));
        }
        return replicas.get(KeyPartitioner.replica(values.get(keys.indexOf(key)), replicas.size()));
    }
}
