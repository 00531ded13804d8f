package dev.runner.cluster;

import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.Supervisor;
import dev.runner.supervisor.SupervisorSnapshot;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * The present state of a cluster: its plan, what has happened to it as a whole, and the states of its members.
 * Read on any thread, and changed on the supervisor's, except for the end, which the thread that closes the cluster may
 * declare.
 */
final class ClusterStateHolder {
    private final Supervisor supervisor;
    private final boolean keepGoing;
    private volatile ClusterPlan plan;
    private volatile StartOrder order;
    private final AtomicReference<ClusterConditions> facts = new AtomicReference<>(ClusterConditions.NONE);

    /** @param keepGoing whether the others go on when a member has failed */
    ClusterStateHolder(ClusterPlan plan, Supervisor supervisor, boolean keepGoing) {
        this.plan = plan;
        this.order = new StartOrder(plan.members());
        this.supervisor = supervisor;
        this.keepGoing = keepGoing;
    }

    ClusterPlan plan() {
        return plan;
    }

    PlannedMember planned(MemberId id) {
        return plan.member(id.name()).orElseThrow();
    }

    /** Members have been added or taken out. */
    void replan(ClusterPlan other) {
        supervisor.assertOnSupervisorThread();
        plan = other;
        order = new StartOrder(other.members());
    }

    ClusterConditions facts() {
        return Objects.requireNonNull(facts.get());
    }

    /** Something has happened to the cluster as a whole. */
    void note(UnaryOperator<ClusterConditions> change) {
        supervisor.assertOnSupervisorThread();
        facts.updateAndGet(change);
    }

    /** The cluster is over; from any thread. Returns whether it was not before. */
    boolean end() {
        return !Objects.requireNonNull(facts.getAndUpdate(ClusterConditions::over))
                .ended();
    }

    /** Whether nothing is to be started any more. */
    boolean isEnding() {
        return now().isEnding() || facts().ended();
    }

    ClusterSnapshot now() {
        return new ClusterSnapshot(order, keepGoing, facts(), membersOnly(supervisor.snapshot()));
    }

    private SupervisorSnapshot membersOnly(SupervisorSnapshot all) {
        return plan.setup() == null
                ? all
                : new SupervisorSnapshot(all.members().stream()
                        .filter(member -> !SetupRunner.isAbout(member))
                        .toList());
    }

    int countReady() {
        int ready = 0;
        for (MemberSnapshot member : supervisor.snapshot().members()) {
            ready += member.state() == LifecycleState.READY ? 1 : 0;
        }
        return ready;
    }
}
