package dev.runner.cluster;

import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberState;
import dev.runner.supervisor.Supervisor;
import java.util.HashSet;
import java.util.Set;

/**
 * Asks members to start and to stop when it is their turn, on the supervisor's thread. Each is asked once: a request takes
 * its turn, and asking again at every event would be a flood.
 */
final class StartsAndStops {
    private final Supervisor supervisor;
    private final LiveCluster cluster;
    private final Set<String> startsAsked = new HashSet<>();
    private final Set<String> stopsAsked = new HashSet<>();
    /** Whether some may not have been asked: asked at each event, and a look through hundreds of names otherwise. */
    private boolean someToStart = true;

    StartsAndStops(Supervisor supervisor, LiveCluster cluster) {
        this.supervisor = supervisor;
        this.cluster = cluster;
    }

    /** There are members that have not been asked yet. */
    void membersAdded() {
        someToStart = true;
    }

    /** Asks those whose turn it is. */
    void askNext(ClusterMoment now) {
        if (someToStart) {
            someToStart = !startsAsked.containsAll(now.order().names());
            now.toStart().stream().filter(startsAsked::add).forEach(name -> supervisor.start(new MemberId(name), null));
        }
        now.toStop().stream()
                .filter(stopsAsked::add)
                .forEach(name -> supervisor.stop(new MemberId(name), purposeOfStop()));
    }

    /** Members that somebody restarts just now are on their way out anyway: they only must not come back. */
    void giveUpRestarts() {
        supervisor.snapshot().members().stream()
                .filter(member -> member.state() == MemberState.STOPPING)
                .forEach(member -> supervisor.stop(member.id(), purposeOfStop()));
    }

    /** Why members are stopped. */
    String purposeOfStop() {
        String purpose = cluster.facts().stopPurpose();
        return purpose != null ? purpose : "the cluster failed";
    }
}
