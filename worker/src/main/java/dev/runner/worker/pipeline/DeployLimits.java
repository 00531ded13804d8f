package dev.runner.worker.pipeline;

import dev.runner.http.ApiException;
import dev.runner.protocol.Assignment;
import dev.runner.protocol.DeployRequest;
import dev.runner.protocol.Link;
import dev.runner.protocol.LinkTarget;
import dev.runner.protocol.Links;
import dev.runner.protocol.RequestLimits;

/** The limits of a deployment. */
final class DeployLimits {

    /** A replica is named after its pipeline, with its number. */
    private static final int REPLICA_NAME_LENGTH = RequestLimits.NAME_LENGTH + 4;

    private DeployLimits() {}

    /**
     * Checks all limits.
     *
     * @throws ApiException 400, naming the limit
     */
    static void check(DeployRequest request) {
        name("name", request.name(), REPLICA_NAME_LENGTH);
        atMost("source", request.source().length(), RequestLimits.SOURCE_LENGTH, "characters");
        Assignment assignment = request.assignment();
        if (assignment != null) {
            name("assignment.group_id", assignment.groupId(), RequestLimits.NAME_LENGTH);
            name("assignment.group_name", assignment.groupName(), RequestLimits.NAME_LENGTH);
            name("assignment.pipeline", assignment.pipeline(), REPLICA_NAME_LENGTH);
        }
        if (request.links() != null) {
            check(request.links());
        }
    }

    static void check(Links links) {
        atMost("links", links.links().size(), RequestLimits.ROUTES_PER_GROUP, "routes");
        for (Link link : links.links()) {
            name("links.pipeline", link.pipeline(), RequestLimits.NAME_LENGTH);
            atMost("links.event_types", link.eventTypes().size(), RequestLimits.EVENT_TYPES_PER_ROUTE, "patterns");
            atMost("links.replicas", link.replicas().size(), RequestLimits.REPLICAS, "replicas");
            for (LinkTarget replica : link.replicas()) {
                name("links.replicas.pipeline", replica.pipeline(), REPLICA_NAME_LENGTH);
            }
        }
    }

    private static void name(String what, String value, int most) {
        atMost(what, value.length(), most, "characters");
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw ApiException.badRequest(what + " must not have control characters");
        }
    }

    private static void atMost(String what, int size, int most, String unit) {
        if (size > most) {
            throw ApiException.badRequest(what + " must have at most " + most + " " + unit + ", but has " + size);
        }
    }
}
