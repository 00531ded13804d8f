package dev.runner.cluster;

import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.MemberState;
import dev.runner.supervisor.Snapshot;
import java.util.List;
import java.util.Optional;

/**
 * A cluster at one moment, and what follows from it: pure functions of the facts and of the states of its members.
 *
 * @param keepGoing whether the others go on when a member has failed
 */
record ClusterMoment(StartOrder order, boolean keepGoing, ClusterFacts facts, Snapshot members) {
    /** Whether everything is on its way out. */
    boolean isEnding() {
        return facts.stopPurpose() != null || (facts.fatal() != null && !keepGoing);
    }

    /** Who is to be started now. */
    List<String> toStart() {
        return isEnding() ? List.of() : order.startable(members);
    }

    /** Who is to be stopped now and has not been asked yet. */
    List<String> toStop() {
        return isEnding() ? order.stoppable(members) : List.of();
    }

    /**
     * Whether every member is ready or has ended as it should. One that was stopped on purpose is not waited for; one that
     * is paused is, because it will go on.
     */
    boolean isReady() {
        return !isEnding()
                && members.members().stream()
                        .allMatch(member -> StartOrder.serves(member) || member.state() == MemberState.STOPPED);
    }

    /** Whether somebody holds a member up on purpose. */
    boolean isHeldUp() {
        return members.members().stream().anyMatch(member -> member.byHand().paused());
    }

    /** The first member that is waited for until the cluster is ready. */
    Optional<MemberSnapshot> firstAwaited() {
        return members.members().stream()
                .filter(member -> !StartOrder.serves(member) && !hasEnded(member))
                .findFirst();
    }

    /**
     * Whether nothing is alive, and nothing will be by itself. Where somebody stopped a member by hand, the cluster goes
     * on without any, because that member may be started again.
     */
    boolean hasComeToItsEnd() {
        if (isEnding()) {
            return members.members().stream().allMatch(ClusterMoment::hasEnded);
        }
        if (members.members().stream().anyMatch(ClusterMoment::isGoingOn)) {
            return false;
        }
        boolean byHand = members.members().stream().anyMatch(this::isDownOnPurpose);
        return !byHand && order.blocked(members).containsAll(notEnded());
    }

    /** Alive, or about to be by itself: looked at first, as that is one look at nearly every event of a cluster. */
    private static boolean isGoingOn(MemberSnapshot member) {
        return !hasEnded(member) && member.state() != MemberState.PENDING;
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
        if (facts.stopPurpose() != null) {
            return ClusterState.STOPPING;
        }
        if (facts.fatal() == null && members.members().stream().allMatch(StartOrder::isServed)) {
            return ClusterState.READY;
        }
        return facts.wasReady() || facts.fatal() != null ? ClusterState.DEGRADED : ClusterState.STARTING;
    }

    /** How it ended, once it has. */
    Outcome outcome() {
        FatalError error = facts.fatal();
        if (error != null) {
            return error.notReadyInTime() ? Outcome.NOT_READY : Outcome.FAILED;
        }
        return facts.stopPurpose() != null ? Outcome.STOPPED : Outcome.FINISHED;
    }

    static boolean hasEnded(MemberSnapshot member) {
        return member.state() == MemberState.STOPPED || member.state() == MemberState.FAILED;
    }

    private boolean isDownOnPurpose(MemberSnapshot member) {
        boolean stopped = member.state() == MemberState.STOPPED && member.purpose() != null;
        boolean failed = member.state() == MemberState.FAILED
                && facts.expected().contains(member.id().name());
        return stopped || failed;
    }
}
