package dev.runner.cluster;

import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.MemberState;
import dev.runner.supervisor.Supervisor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Members that come and go while the cluster runs. Called on any thread; what follows is carried out on the supervisor's.
 */
final class Membership {
    private final Supervisor supervisor;
    private final LiveCluster cluster;
    private final ClusterNews news;
    private final MemberProbes probes;
    private final StartsAndStops turns;
    private final MemberWaits waits;
    private final Runnable goOn;
    /** A plan for more hosts has all members that ever were. */
    private final Set<String> removed = new HashSet<>();

    /** @param goOn does what follows from a change */
    Membership(
            Supervisor supervisor,
            LiveCluster cluster,
            ClusterNews news,
            MemberProbes probes,
            StartsAndStops turns,
            MemberWaits waits,
            Runnable goOn) {
        this.supervisor = supervisor;
        this.cluster = cluster;
        this.news = news;
        this.probes = probes;
        this.turns = turns;
        this.waits = waits;
        this.goOn = goOn;
    }

    /**
     * Goes on with more members, which the supervisor has been told of; those that may start do.
     *
     * @return completes when they run, those that wait for others at once
     */
    List<CompletableFuture<MemberSnapshot>> grow(ClusterPlan larger, List<PlannedMember> added) {
        supervisor.execute(() -> {
            replan(removed.stream().reduce(larger, ClusterPlan::without, (a, b) -> b));
            turns.membersAdded();
            added.forEach(news::added);
            goOn.run();
        });
        return added.stream().map(this::begun).toList();
    }

    private void replan(ClusterPlan plan) {
        cluster.replan(plan);
        probes.expect(plan.members());
    }

    private CompletableFuture<MemberSnapshot> begun(PlannedMember member) {
        MemberWaits.Wait wait = waits.open(new MemberId(member.name()));
        supervisor.execute(() -> waits.await(wait, this::isBegun, supervisor.snapshot()));
        return wait.future();
    }

    private boolean isBegun(MemberSnapshot member) {
        boolean waitsForOthers = member.state() == MemberState.PENDING
                && !cluster.now().toStart().contains(member.id().name());
        return MemberRequests.isStarted(member) || waitsForOthers;
    }

    /** Takes out a member that has been stopped; completes with what it was at last. */
    CompletableFuture<MemberSnapshot> remove(MemberId id) {
        CompletableFuture<MemberSnapshot> done = new CompletableFuture<>();
        supervisor.execute(() -> {
            MemberSnapshot last = supervisor.snapshot().member(id).orElse(null);
            if (last == null || !ClusterMoment.hasEnded(last)) {
                done.completeExceptionally(new IllegalStateException(id + " was removed or started again meanwhile"));
                return;
            }
            removed.add(id.name());
            replan(cluster.plan().without(id.name()));
            supervisor.remove(id);
            // In turn: the supervisor has taken it out when this is told.
            supervisor.execute(() -> {
                news.removed(id.name());
                waits.look(supervisor.snapshot());
                goOn.run();
                done.completeAsync(() -> last);
            });
        });
        return done;
    }
}
