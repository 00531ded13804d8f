package dev.runner.cluster;

import dev.runner.supervisor.MemberEvent;
import java.time.Duration;

/**
 * Hears what happens to a cluster, in order. Called on the supervisor's thread: it must return quickly and never block.
 */
public interface ClusterListener {
    /** Something happened to a member. */
    default void onMember(MemberEvent event) {}

    /** All members are ready for the first time, so long after the start of the cluster. */
    default void onReady(Duration took) {}

    /** A member failed for good, or was not ready in time. Only the first such error of a cluster is told. */
    default void onFatal(FatalError error) {}

    /** Something went wrong that concerns no member and ends nothing, in one sentence. */
    default void onProblem(String problem) {}
}
