package dev.runner.cluster;

import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.readiness.ReadinessOutcome;
import dev.runner.supervisor.MemberEvent;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.Supervisor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;

/**
 * What is asked of the members by probes: whether each is ready, and whether they see each other. Tells both what has
 * happened to a member; called on the supervisor's thread, except for {@link #wrote}.
 */
final class MemberProbes implements AutoCloseable {
    private final ClusterStateHolder cluster;
    private final ReadinessTracker readiness;
    private final FormationTracker formation;

    /**
     * @param onTimeout is told of a member whose time-out came before it was ready
     * @param news is told whether they see each other
     */
    MemberProbes(
            Supervisor supervisor,
            ScheduledExecutorService timer,
            ClusterStateHolder cluster,
            BiConsumer<PlannedMember, ReadinessOutcome> onTimeout,
            FormationTracker.Listener news) {
        this.cluster = cluster;
        this.readiness = new ReadinessTracker(supervisor, timer, onTimeout);
        this.formation = new FormationTracker(supervisor, readiness, news);
    }

    FormationTracker formation() {
        return formation;
    }

    /** @param all members of the cluster; known ones may be among them */
    void expect(List<PlannedMember> all) {
        all.forEach(readiness::expect);
        formation.expect(all);
    }

    void wrote(MemberId id, int incarnation, ByteBuffer lines) {
        readiness.wrote(id, incarnation, lines.duplicate());
        formation.wrote(id, incarnation, lines);
    }

    void heard(MemberEvent event) {
        MemberSnapshot member = event.member();
        MemberId id = member.id();
        switch (event.kind()) {
            case SPAWNED -> {
                readiness.spawned(cluster.planned(id), member);
                formation.spawned(cluster.planned(id), member);
            }
            case NOTICE_READY -> readiness.noticed(id);
            case PAUSED -> {
                readiness.paused(cluster.planned(id), id);
                formation.paused(id);
            }
            case RESUMED -> readiness.resumed(cluster.planned(id), member);
            case EXITED, RESTART_REQUESTED, CRASHED, STOPPING, KILLING -> {
                readiness.ended(id);
                formation.ended(id);
            }
            case READY, PREPARING, BACKING_OFF, STOPPED, FAILED, STILL_ALIVE, LOG_FAILED, SIGNALLED -> {
                // They change nothing that is asked.
            }
        }
    }

    /** Whether the member has ended by itself while it was waited for. To be asked before its end is {@link #heard}. */
    boolean hasEndedUnready(MemberEvent event) {
        MemberSnapshot member = event.member();
        return event.kind() == MemberEvent.Kind.EXITED
                && member.purpose() == null
                && readiness.isAwaited(cluster.planned(member.id()), member.id());
    }

    /** What the member's probe for readiness saw last; empty where nobody waits for it. */
    String lastSeen(MemberId id) {
        return readiness.lastSeen(id);
    }

    @Override
    public void close() {
        readiness.close();
    }
}
