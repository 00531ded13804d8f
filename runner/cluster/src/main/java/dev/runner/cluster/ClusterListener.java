package dev.runner.cluster;

import dev.runner.cluster.plan.PlannedMember;
import dev.runner.supervisor.MemberEvent;
import java.time.Duration;

/**
 * Hears what happens to a cluster, in order. Called on the supervisor's thread: it must return quickly and never block.
 */
public interface ClusterListener {
    /** Something happened to a member. */
    default void onMember(MemberEvent event) {}

    /** A command of {@code setup} begins; all members are ready. */
    default void onSetup(String command) {}

    /** All members see the whole cluster; for the first time, or again, so long after all were ready. */
    default void onFormed(Duration took) {}

    /** A member does not see the whole cluster although its time for that is over; it is asked on. */
    default void onUnformed(PlannedMember member) {}

    /** All members are ready for the first time, and {@code setup} is done, so long after the start of the cluster. */
    default void onReady(Duration took) {}

    /** A member failed for good, or was not ready in time. Only the first such error of a cluster is told. */
    default void onFatal(ClusterFailure error) {}

    /** A member was added to the running cluster; it is not started yet. */
    default void onAdded(PlannedMember member) {}

    /** A member was taken out of the running cluster. */
    default void onRemoved(String member) {}

    /** Something went wrong that concerns no member and ends nothing, in one sentence. */
    default void onProblem(String problem) {}
}
