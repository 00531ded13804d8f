package dev.runner.cluster;

import dev.runner.supervisor.Action;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.Supervisor;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/**
 * Asks members to start and to stop when it is their turn, on the supervisor's thread. Each is asked once: a request
 * takes its turn, and asking again at every event would be a flood.
 */
final class StartStopScheduler {
    private final Supervisor supervisor;
    private final ClusterStateHolder cluster;
    private final Set<String> startsRequested = new HashSet<>();
    private final Set<String> stopsRequested = new HashSet<>();
    /** Whether some may not have been asked: asked at each event, and a look through hundreds of names otherwise. */
    private boolean hasUnrequestedStarts = true;

    StartStopScheduler(Supervisor supervisor, ClusterStateHolder cluster) {
        this.supervisor = supervisor;
        this.cluster = cluster;
    }

    /** There are members that have not been asked yet. */
    void membersAdded() {
        hasUnrequestedStarts = true;
    }

    /** Asks those whose turn it is. */
    void requestNext(ClusterSnapshot now) {
        supervisor.assertOnSupervisorThread();
        if (hasUnrequestedStarts) {
            hasUnrequestedStarts = !startsRequested.containsAll(now.order().names());
            startInTurn(
                    now.toStart().stream().filter(startsRequested::add).toList().iterator());
        }
        now.toStop().stream()
                .filter(stopsRequested::add)
                .forEach(name -> supervisor.stop(new MemberId(name), now.shutdownReason()));
    }

    /** Each after the start of the one before was tried: where one cannot be started, the next is not tried. */
    private void startInTurn(Iterator<String> names) {
        if (names.hasNext() && !cluster.now().isEnding()) {
            supervisor.startPending(new MemberId(names.next()));
            supervisor.execute(() -> startInTurn(names));
        }
    }

    /** Members that somebody restarts just now are on their way out anyway: they only must not come back. */
    void cancelRestarts() {
        Action.Shutdown reason = cluster.now().shutdownReason();
        supervisor.snapshot().members().stream()
                .filter(member -> member.state() == LifecycleState.STOPPING)
                .forEach(member -> supervisor.stop(member.id(), reason));
    }
}
