package dev.runner.cluster;

import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.readiness.ProbeStatus;
import dev.runner.cluster.timeline.Timeline;
import dev.runner.supervisor.Action;
import dev.runner.supervisor.MemberEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Publishes what happens to a cluster: to the timeline first, then to the listeners, so that a listener that hears of
 * something finds it there.
 */
final class ClusterEventPublisher {
    private final ClusterTimelineWriter timeline;
    private final ClusterListeners listeners;

    /** @param errors is given what a listener threw that no program can go on after */
    ClusterEventPublisher(Timeline timeline, Consumer<Error> errors) {
        this.timeline = new ClusterTimelineWriter(timeline);
        this.listeners = new ClusterListeners(this.timeline::problem, errors);
    }

    void listen(ClusterListener listener) {
        listeners.add(listener);
    }

    /** The timeline's part alone: what the event leads to may be told between the two. */
    void record(MemberEvent event) {
        timeline.member(event);
    }

    /** The listeners' part alone, after {@link #record}. */
    void tell(MemberEvent event) {
        listeners.tell(listener -> listener.onMember(event));
    }

    void starting(ClusterPlan plan) {
        timeline.starting(plan);
    }

    void swept(Set<Long> leftovers) {
        timeline.cluster("leftovers_swept", Map.of("pids", leftovers));
    }

    void setupRuns(String command) {
        timeline.cluster("setup", Map.of("cause", command));
        listeners.tell(listener -> listener.onSetup(command));
    }

    void ready(Duration took) {
        timeline.cluster("cluster_ready", Map.of("tookMillis", took.toMillis()));
        listeners.tell(listener -> listener.onReady(took));
    }

    void formed(Duration took) {
        timeline.cluster("cluster_formed", Map.of("tookMillis", took.toMillis()));
        listeners.tell(listener -> listener.onFormed(took));
    }

    /** After {@link #problem}, which says why. */
    void unformed(PlannedMember member) {
        listeners.tell(listener -> listener.onUnformed(member));
    }

    void added(PlannedMember member) {
        timeline.memberChanged("member_added", member.name(), Action.Operation.ADD);
        listeners.tell(listener -> listener.onAdded(member));
    }

    void removed(String member) {
        timeline.memberChanged("member_removed", member, Action.Operation.REMOVE);
        listeners.tell(listener -> listener.onRemoved(member));
    }

    void fatal(ClusterFailure error) {
        timeline.failure("fatal", error);
        listeners.tell(listener -> listener.onFatal(error));
    }

    void expected(ClusterFailure error) {
        timeline.failure("failure_expected", error);
    }

    /** A member that was added has failed before it was ready. */
    void notAdded(ClusterFailure error) {
        timeline.failure("add_failed", error);
        listeners.tellProblem(error.headline() + "; it is taken out again, and the cluster goes on as it was");
    }

    void problem(String problem) {
        listeners.tellProblem(problem);
    }

    void notFormed(String member, String problem, ProbeStatus seen) {
        timeline.notFormed(member, problem, seen);
        listeners.tellProblem(problem);
    }

    /** For the timeline alone: more than anybody wants to hear. */
    void details(String problem) {
        timeline.problem(problem);
    }

    void stopping(Action.Shutdown reason) {
        timeline.action("cluster_stopping", reason);
    }

    void killing(Action.Shutdown reason) {
        timeline.action("cluster_killing", reason);
    }

    void ended(ClusterOutcome outcome) {
        timeline.ended(outcome);
    }
}
