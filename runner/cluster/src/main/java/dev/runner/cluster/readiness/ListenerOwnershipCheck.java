package dev.runner.cluster.readiness;

import dev.runner.loopback.Endpoint;
import dev.runner.loopback.ListenerStatus;

/**
 * Tells whether it is this member's own process that answers on an endpoint, and not one that an earlier run left
 * behind. Asked on a thread that may block.
 */
@FunctionalInterface
public interface ListenerOwnershipCheck {
    /**
     * Who answers on a TCP endpoint, asked once after each attempt that succeeded; {@link ListenerStatus#UNKNOWN}
     * counts as the member's own.
     */
    ListenerStatus listensOn(Endpoint endpoint);

    /** Whether one of the member's processes has bound the UDP endpoint. */
    default ListenerStatus hasBoundUdp(Endpoint endpoint) {
        return ListenerStatus.UNKNOWN;
    }
}
