package dev.runner.cluster;

import dev.runner.cluster.PendingReason.Missing;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.readiness.ProbeStatus;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.Supervisor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells why members are not ready, or not formed. From any thread. */
final class PendingReasons {
    /** As many as explain something and leave room for the rest of a message. */
    private static final int MOST_LINES = 10;

    private final Supervisor supervisor;
    private final MemberProbes probes;

    PendingReasons(Supervisor supervisor, MemberProbes probes) {
        this.supervisor = supervisor;
        this.probes = probes;
    }

    MemberStatus status(PlannedMember member, MemberSnapshot snapshot, ClusterSnapshot now) {
        Boolean formed = probes.formation().hasFormed(member);
        return new MemberStatus(member, snapshot, formed, reason(member, snapshot, formed, now));
    }

    private @Nullable PendingReason reason(
            PlannedMember member, MemberSnapshot snapshot, @Nullable Boolean formed, ClusterSnapshot now) {
        if (now.isEnding()) {
            return null;
        }
        return switch (snapshot.state()) {
            case PENDING -> new PendingReason(Missing.STARTED, whyPending(member, now), null, List.of());
            case STARTING -> starting(snapshot);
            case READY -> Boolean.FALSE.equals(formed) ? notFormed(snapshot, now) : null;
            case STOPPING, BACKING_OFF, STOPPED, FAILED -> null;
        };
    }

    private PendingReason starting(MemberSnapshot member) {
        MemberId id = member.id();
        ProbeStatus seen = probes.readiness(id);
        String text = member.operatorActions().paused()
                ? "it is paused"
                : seen != null ? seen.describe() : member.pid() == 0 ? "it is being prepared" : "it is not probed yet";
        return new PendingReason(Missing.READY, text, seen, lastLines(id));
    }

    private PendingReason notFormed(MemberSnapshot member, ClusterSnapshot now) {
        ProbeStatus seen = probes.formation().status(member.id());
        String text = seen != null
                ? seen.describe()
                : now.state() == ClusterState.READY ? "it is not asked yet" : "it is asked when all members are ready";
        return new PendingReason(Missing.FORMED, text, seen, lastLines(member.id()));
    }

    private static String whyPending(PlannedMember member, ClusterSnapshot now) {
        List<String> awaited = member.after().stream()
                .filter(other -> now.members()
                        .member(new MemberId(other))
                        .filter(each -> !StartOrder.serves(each))
                        .isPresent())
                .toList();
        return awaited.isEmpty() ? "it is about to be started" : "it waits for " + String.join(", ", awaited);
    }

    /** Of a member that the time of the whole cluster is over for. */
    ClusterFailure notReady(
            PlannedMember planned, MemberSnapshot member, ClusterSnapshot now, Duration time, Path log) {
        ProbeStatus seen = probes.readiness(member.id());
        if (seen != null) {
            return ClusterFailure.notReady(member.id(), time, seen, lastLines(member.id()), log);
        }
        String why = member.state() == LifecycleState.PENDING
                ? whyPending(planned, now)
                : "it is " + member.state().label().replace('_', ' ');
        return ClusterFailure.notReady(member.id(), time, why, lastLines(member.id()), log);
    }

    List<String> lastLines(MemberId id) {
        List<String> lines = supervisor.lastLines(id);
        return lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size());
    }
}
