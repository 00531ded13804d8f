package dev.runner.junit;

import dev.runner.cluster.ClusterState;
import dev.runner.cluster.MemberStatus;
import dev.runner.supervisor.LifecycleState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Undoes what tests have done to members. */
final class ClusterHealer {
    /** The timeout of an automatic heal: the default readiness timeout of a member. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private ClusterHealer() {}

    /** Whether any member is paused or has ended on request. */
    static boolean isNeeded(ManagedTestCluster live) {
        return live.status().members().stream()
                .anyMatch(member -> member.now().operatorActions().paused() || isDown(member) || isOnItsWayOut(member));
    }

    /**
     * Resumes and starts members, and waits until all are ready.
     *
     * @param atMost null for Awaitility's default timeout
     */
    static void heal(ManagedTestCluster live, TestScope span, @Nullable Duration atMost) {
        names(live, member -> member.now().operatorActions().paused())
                .forEach(name -> OperationAwaiter.done(live.library().resumeMember(name)));
        // This includes a member that is stopping: it starts once it has ended.
        names(live, member -> isDown(member) || isOnItsWayOut(member))
                .forEach(name -> OperationAwaiter.done(live.library().startMember(name)));
        var unused = ConditionWaiter.until(
                "the cluster to be ready again",
                atMost,
                () -> live.status().state() == ClusterState.READY ? Optional.of(true) : Optional.empty(),
                () -> ClusterDescriber.withLastLines(live, span));
    }

    private static List<String> names(ManagedTestCluster live, java.util.function.Predicate<MemberStatus> which) {
        return live.status().members().stream()
                .filter(which)
                .map(member -> member.planned().name())
                .toList();
    }

    /** Whether the member was stopped on request; a task that ended by itself was not. */
    private static boolean isDown(MemberStatus member) {
        return switch (member.now().state()) {
            case STOPPED -> member.now().action() != null;
            case FAILED -> true;
            case PENDING, STARTING, READY, STOPPING, BACKING_OFF -> false;
        };
    }

    private static boolean isOnItsWayOut(MemberStatus member) {
        return member.now().state() == LifecycleState.STOPPING && member.now().action() != null;
    }
}
