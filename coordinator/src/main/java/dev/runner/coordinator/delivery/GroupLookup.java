package dev.runner.coordinator.delivery;

import dev.runner.coordinator.routing.InjectRouter;
import java.util.Optional;

/** Finds where a group's events go. */
@FunctionalInterface
public interface GroupLookup {

    /** The group's router, the same one for as long as its slots are the same; empty where there is no such group. */
    Optional<InjectRouter<DeliveryQueue>> router(String groupId);
}
