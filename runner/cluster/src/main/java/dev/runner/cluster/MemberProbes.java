package dev.runner.cluster;

import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.readiness.ProbeStatus;
import dev.runner.cluster.readiness.ReadinessOutcome;
import dev.runner.supervisor.MemberEvent;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.Supervisor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Probes the members: whether each is ready, and whether they see each other. Called on the supervisor's thread, except
 * for {@link #wrote}.
 */
final class MemberProbes implements AutoCloseable {
    /** Hears what the probes have found, on the supervisor's thread. */
    interface Listener {
        /** A member's time is over before it was ready; it is probed on. */
        void notReadyInTime(PlannedMember member, ReadinessOutcome outcome);

        /** All members see the whole cluster, so long after the probes for that began. */
        void formed(Duration took);

        /** A member's time is over before it saw the whole cluster; it is probed on. */
        void notFormedInTime(PlannedMember member, ReadinessOutcome outcome);
    }

    private final Supervisor supervisor;
    private final ClusterStateHolder cluster;
    private final ReadinessTracker readiness;
    private final FormationTracker formation;

    /** @param outputs the directory for what the commands of probes print; need not exist */
    MemberProbes(Supervisor supervisor, ClusterStateHolder cluster, Listener listener, Path outputs) {
        this.supervisor = supervisor;
        this.cluster = cluster;
        this.readiness = new ReadinessTracker(supervisor, listener, outputs);
        this.formation = new FormationTracker(supervisor, readiness, listener);
    }

    FormationTracker formation() {
        return formation;
    }

    /** @param all members of the cluster; known ones may be among them */
    void expect(List<PlannedMember> all) {
        supervisor.assertOnSupervisorThread();
        all.forEach(readiness::expect);
        formation.expect(all);
    }

    /**
     * The members that were new did not stay, or those that were to leave did.
     *
     * @param all that there are now
     */
    void expectAsBefore(List<PlannedMember> all) {
        supervisor.assertOnSupervisorThread();
        all.forEach(readiness::expect);
        formation.expectAsBefore(all);
    }

    void wrote(MemberId id, int incarnation, ByteBuffer lines) {
        readiness.wrote(id, incarnation, lines.duplicate());
        formation.wrote(id, incarnation, lines);
    }

    void heard(MemberEvent event) {
        supervisor.assertOnSupervisorThread();
        MemberSnapshot member = event.member();
        MemberId id = member.id();
        switch (event.kind()) {
            case SPAWNED -> {
                readiness.spawned(cluster.planned(id), member);
                formation.spawned(member);
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
                && member.action() == null
                && readiness.isAwaited(cluster.planned(member.id()), member.id());
    }

    /** What a member's probe for readiness has seen; null where its readiness is not awaited. From any thread. */
    @Nullable ProbeStatus readiness(MemberId id) {
        return readiness.status(id);
    }

    @Override
    public void close() {
        readiness.close();
    }
}
