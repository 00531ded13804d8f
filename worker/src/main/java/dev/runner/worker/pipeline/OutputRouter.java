package dev.runner.worker.pipeline;

import dev.runner.language.Event;
import dev.runner.protocol.EventTypePattern;
import dev.runner.protocol.KeyPartitioner;
import dev.runner.protocol.Link;
import dev.runner.protocol.Links;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chooses the target of an output. Guarded by its pipeline. */
final class OutputRouter {

    /** A link, with the round-robin cursor over its replicas. */
    private static final class RoundRobinLink {
        private final Link link;
        private int turn;

        RoundRobinLink(Link link) {
            this.link = link;
        }

        String slot(Event event) {
            return link.replicas().get(replica(event)).pipeline();
        }

        private int replica(Event event) {
            int replicas = link.replicas().size();
            String key = link.partitionKey();
            if (replicas == 1) {
                return 0;
            }
            return key == null ? Math.floorMod(turn++, replicas) : KeyPartitioner.replica(event.get(key), replicas);
        }
    }

    private Links links = new Links(-1L, List.of());

    /** The link of each type that was asked for; absent: none. Types are names of streams, so they are few. */
    private final Map<String, @Nullable RoundRobinLink> ways = new HashMap<>();

    long version() {
        return links.version();
    }

    Links links() {
        return links;
    }

    void use(Links newer) {
        links = newer;
        ways.clear();
    }

    /** The target; null when no link carries the event. */
    @Nullable String slot(Event event) {
        if (links.links().isEmpty()) {
            return null;
        }
        RoundRobinLink way = ways.get(event.type());
        if (way == null && !ways.containsKey(event.type())) {
            way = find(event.type());
            ways.put(event.type(), way);
        }
        return way == null ? null : way.slot(event);
    }

    private @Nullable RoundRobinLink find(String type) {
        for (Link link : links.links()) {
            if (EventTypePattern.matchesAny(link.eventTypes(), type)) {
                return new RoundRobinLink(link);
            }
        }
        return null;
    }
}
