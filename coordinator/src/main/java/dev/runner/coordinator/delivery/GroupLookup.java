package dev.runner.coordinator.delivery;

import dev.runner.coordinator.routing.InjectRouter;
import java.util.Optional;

/** Finds the router of a group. */
@FunctionalInterface
public interface GroupLookup {

    /** The group's router, always the same one; empty when there is no such group. */
    Optional<InjectRouter<DeliveryQueue>> router(String groupId);
}
