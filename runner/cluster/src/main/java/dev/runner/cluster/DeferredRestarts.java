package dev.runner.cluster;

import dev.runner.supervisor.Action;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.Supervisor;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Restarts of members that are started after others which are only just coming: such a member is stopped at once, and
 * started when those are ready, as at the start of the cluster. On the supervisor's thread, except {@link #isWaiting}.
 */
final class DeferredRestarts {
    private final Supervisor supervisor;
    private final ClusterStateHolder cluster;
    private final Set<MemberId> waiting = ConcurrentHashMap.newKeySet();

    DeferredRestarts(Supervisor supervisor, ClusterStateHolder cluster) {
        this.supervisor = supervisor;
        this.cluster = cluster;
    }

    /** Whether a restart of this member waits for others. */
    boolean isWaiting(MemberId id) {
        return waiting.contains(id);
    }

    /** Restarts a member, now or when it is its turn. */
    void restart(MemberId id) {
        if (cluster.now().isAwaitingPredecessor(id.name())) {
            waiting.add(id);
            supervisor.stop(id, Action.Operation.RESTART);
        } else {
            waiting.remove(id);
            supervisor.restart(id, Action.Operation.RESTART);
        }
    }

    /** Somebody wants something else of the member. */
    void cancel(MemberId id) {
        waiting.remove(id);
    }

    /** Starts those whose turn it is. */
    void startNext(ClusterSnapshot now) {
        if (waiting.isEmpty()) {
            return;
        }
        if (now.isEnding()) {
            waiting.clear();
            return;
        }
        for (MemberId id : List.copyOf(waiting)) {
            boolean hasEnded =
                    now.members().member(id).map(ClusterSnapshot::hasEnded).orElse(true);
            if (hasEnded && !now.isAwaitingPredecessor(id.name())) {
                waiting.remove(id);
                now.members()
                        .member(id)
                        .map(MemberSnapshot::id)
                        .ifPresent(known -> supervisor.start(known, Action.Operation.RESTART));
            }
        }
    }
}
