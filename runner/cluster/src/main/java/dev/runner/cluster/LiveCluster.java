package dev.runner.cluster;

import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.MemberState;
import dev.runner.supervisor.Snapshot;
import dev.runner.supervisor.Supervisor;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * What is true of a running cluster now: its plan, what has happened to it as a whole, and the states of its members. It
 * is asked on any thread, and changed on the supervisor's, except for the end, which whoever closes the cluster may tell.
 */
final class LiveCluster {
    private final Supervisor supervisor;
    private final boolean keepGoing;
    private volatile ClusterPlan plan;
    private volatile StartOrder order;
    private final AtomicReference<ClusterFacts> facts = new AtomicReference<>(ClusterFacts.NONE);

    /** @param keepGoing whether the others go on when a member has failed */
    LiveCluster(ClusterPlan plan, Supervisor supervisor, boolean keepGoing) {
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
        plan = other;
        order = new StartOrder(other.members());
    }

    ClusterFacts facts() {
        return Objects.requireNonNull(facts.get());
    }

    /**
     * Something has happened to the cluster as a whole.
     *
     * @return what was before
     */
    ClusterFacts note(UnaryOperator<ClusterFacts> news) {
        return Objects.requireNonNull(facts.getAndUpdate(news));
    }

    boolean keepsGoing() {
        return keepGoing;
    }

    /** Whether nothing is to be started any more. */
    boolean isEnding() {
        return now().isEnding() || facts().ended();
    }

    ClusterMoment now() {
        return new ClusterMoment(order, keepGoing, facts(), membersOnly(supervisor.snapshot()));
    }

    private Snapshot membersOnly(Snapshot all) {
        return plan.setup() == null
                ? all
                : new Snapshot(all.members().stream()
                        .filter(member -> !SetupRun.isAbout(member))
                        .toList());
    }

    int countReady() {
        int ready = 0;
        for (MemberSnapshot member : supervisor.snapshot().members()) {
            ready += member.state() == MemberState.READY ? 1 : 0;
        }
        return ready;
    }
}
