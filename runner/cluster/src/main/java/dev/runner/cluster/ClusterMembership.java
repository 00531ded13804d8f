package dev.runner.cluster;

import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.Supervisor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Members that come and go while the cluster runs. Called on any thread; what follows is carried out on the
 * supervisor's.
 */
final class ClusterMembership {
    private final Supervisor supervisor;
    private final ClusterStateHolder cluster;
    private final ClusterEventPublisher news;
    private final MemberProbes probes;
    private final StartStopScheduler turns;
    private final MemberStateWaiters waits;
    private final Runnable reconcile;
    /** A plan for more hosts has all members that ever were. */
    private final Set<String> removed = new HashSet<>();

    /** @param reconcile does what follows from a change */
    ClusterMembership(
            Supervisor supervisor,
            ClusterStateHolder cluster,
            ClusterEventPublisher news,
            MemberProbes probes,
            StartStopScheduler turns,
            MemberStateWaiters waits,
            Runnable reconcile) {
        this.supervisor = supervisor;
        this.cluster = cluster;
        this.news = news;
        this.probes = probes;
        this.turns = turns;
        this.waits = waits;
        this.reconcile = reconcile;
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
            reconcile.run();
        });
        return added.stream().map(this::begun).toList();
    }

    private void replan(ClusterPlan plan) {
        cluster.replan(plan);
        probes.expect(plan.members());
    }

    private CompletableFuture<MemberSnapshot> begun(PlannedMember member) {
        MemberStateWaiters.Wait wait = waits.open(new MemberId(member.name()));
        supervisor.execute(() -> waits.await(wait, this::isStartedOrWaiting, supervisor.snapshot()));
        return wait.future();
    }

    private boolean isStartedOrWaiting(MemberSnapshot member) {
        boolean waitsForOthers = member.state() == LifecycleState.PENDING
                && !cluster.now().toStart().contains(member.id().name());
        return MemberOperations.isStarted(member) || waitsForOthers;
    }

    /** Takes out a member that has been stopped; completes with what it was at last. */
    CompletableFuture<MemberSnapshot> remove(MemberId id) {
        CompletableFuture<MemberSnapshot> done = new CompletableFuture<>();
        supervisor.execute(() -> {
            MemberSnapshot last = supervisor.snapshot().member(id).orElse(null);
            if (last == null || !ClusterSnapshot.hasEnded(last)) {
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
                reconcile.run();
                done.completeAsync(() -> last);
            });
        });
        return done;
    }
}
