package dev.runner.cluster;

import dev.runner.supervisor.Action;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.SupervisorSnapshot;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A cluster at one moment, and what follows from it: pure functions of the facts and of the states of its members.
 *
 * @param keepGoing whether the others go on when a member has failed
 */
record ClusterSnapshot(StartOrder order, boolean keepGoing, ClusterConditions facts, SupervisorSnapshot members) {
    /** Whether everything is on its way out. */
    boolean isEnding() {
        return facts.shutdown() != null || (facts.fatal() != null && !keepGoing);
    }

    /** Why members are stopped, once it {@link #isEnding}. */
    Action.Shutdown shutdownReason() {
        return Objects.requireNonNullElse(facts.shutdown(), Action.ShutdownReason.CLUSTER_FAILED);
    }

    /** Who is to be started now. */
    List<String> toStart() {
        return isEnding() ? List.of() : order.startable(members);
    }

    /** Who is to be stopped now and has not been asked yet. */
    List<String> toStop() {
        return isEnding() ? order.stoppable(members) : List.of();
    }

    /** Whether one that this member is started after is on its way and not there yet. */
    boolean isAwaitingPredecessor(String name) {
        return order.isAwaitingPredecessor(name, members);
    }

    /**
     * Whether every member is ready or has ended as it should. One that was stopped on purpose is not waited for; one
     * that is paused is, because it will go on.
     */
    boolean isReady() {
        return !isEnding()
                && members.members().stream()
                        .allMatch(member -> StartOrder.serves(member) || member.state() == LifecycleState.STOPPED);
    }

    /** Whether somebody holds a member up on purpose. */
    boolean hasPausedMember() {
        return members.members().stream()
                .anyMatch(member -> member.operatorActions().paused());
    }

    /** The first member that is waited for until the cluster is ready. */
    Optional<MemberSnapshot> firstUnreadyMember() {
        return members.members().stream()
                .filter(member -> !StartOrder.serves(member) && !hasEnded(member))
                .findFirst();
    }

    /**
     * Whether nothing is alive, and nothing will be by itself. Where somebody stopped a member by hand, the cluster
     * goes on without any, because that member may be started again.
     */
    boolean isFinished() {
        if (isEnding()) {
            return members.members().stream().allMatch(ClusterSnapshot::hasEnded);
        }
        if (members.members().stream().anyMatch(ClusterSnapshot::isActive)) {
            return false;
        }
        boolean operatorActions = members.members().stream().anyMatch(this::isDownOnPurpose);
        return !operatorActions && order.blocked(members).containsAll(notEnded());
    }

    /** Alive, or about to be by itself: looked at first, as that is one look at nearly every event of a cluster. */
    private static boolean isActive(MemberSnapshot member) {
        return !hasEnded(member) && member.state() != LifecycleState.PENDING;
    }

    private List<String> notEnded() {
        return members.members().stream()
                .filter(member -> !hasEnded(member))
                .map(member -> member.id().name())
                .toList();
    }

    ClusterState state() {
        if (facts.ended()) {
            return facts.fatal() == null ? ClusterState.STOPPED : ClusterState.FAILED;
        }
        if (facts.fatal() != null && !keepGoing) {
            return ClusterState.FAILED;
        }
        if (facts.shutdown() != null) {
            return ClusterState.STOPPING;
        }
        // One that went on without a failed member is whole again once all serve, and all that follows readiness is
        // done.
        boolean whole = facts.fatal() == null || facts.wasReady();
        if (whole && members.members().stream().allMatch(StartOrder::isServed)) {
            return ClusterState.READY;
        }
        return facts.wasReady() || facts.fatal() != null ? ClusterState.DEGRADED : ClusterState.STARTING;
    }

    /** How it ended, once it has. */
    ClusterOutcome outcome() {
        ClusterFailure error = facts.fatal();
        if (error != null) {
            return error.notReadyInTime() ? ClusterOutcome.NOT_READY : ClusterOutcome.FAILED;
        }
        return facts.shutdown() != null ? ClusterOutcome.STOPPED : ClusterOutcome.FINISHED;
    }

    static boolean hasEnded(MemberSnapshot member) {
        return member.state() == LifecycleState.STOPPED || member.state() == LifecycleState.FAILED;
    }

    private boolean isDownOnPurpose(MemberSnapshot member) {
        boolean stopped = member.state() == LifecycleState.STOPPED && member.action() != null;
        boolean failed = member.state() == LifecycleState.FAILED
                && facts.expected().contains(member.id().name());
        return stopped || failed;
    }
}
