package dev.runner.cluster.readiness;

import dev.runner.loopback.Endpoint;
import dev.runner.loopback.ListenerStatus;

/**
 * Tells whether it is this member's own process that answers on an endpoint, and not one that an earlier run left
 * behind. Asked once after each attempt that succeeded, on a thread that may block.
 */
@FunctionalInterface
public interface ListenerOwnershipCheck {
    /** {@link ListenerStatus#UNKNOWN} counts as the member's own. */
    ListenerStatus listensOn(Endpoint endpoint);
}
